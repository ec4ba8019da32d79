#include <algorithm>
#include <map>

#include "storage/vault/approval.h"
#include "storage/vault/audit.h"
#include "storage/vault/bytes.h"
#include "storage/vault/definitions.h"
#include "storage/vault/dyad.h"
#include "storage/vault/links.h"
#include "storage/vault/rights.h"
#include "storage/vault/rows.h"

namespace rapport::vault {

namespace {

using Standing = std::vector<Read>;

/// The session a row came from: a correction has none of its own, the row it goes back to has.
sealed::Id occasion_of(const Administration& row, const std::map<sealed::Id, const Administration*>& all)
{
    const Administration* first = &row;
    for (auto before = all.find(first->supersedes); before != all.end() && before->second != first;
         before = all.find(first->supersedes))
        first = before->second;
    return first->session != sealed::Id{} ? first->session : first->id;
}

/// Everything that is signed of one row. The row's MAC is not in it: new keys must not void a signature.
void write_row(ByteWriter& out, const Administration& row)
{
    out.raw(row.id).text(row.instrument).text(row.version).text(row.definition_hash);
    out.number(static_cast<std::uint8_t>(row.respondent)).number(static_cast<std::uint8_t>(row.mode));
    out.text(row.language).text(row.visit).number(row.session_number);
    out.number(row.started_ms).number(row.finished_ms).number(row.day);
    out.number(row.response.items.size());
    for (const instruments::Answer& answer : row.response.items) {
        out.number(std::uint8_t{answer.given()});
        out.number(answer.given() ? answer.value() : static_cast<int>(answer.why()));
    }
    out.number(row.scores.size());
    for (const FrozenScore& score : row.scores) {
        out.text(score.id).number(std::uint8_t{score.value.has_value()}).real(score.value.value_or(0));
        out.text(score.absent).number(score.answered).number(score.items).number(std::uint8_t{score.prorated});
    }
    out.number(row.criteria.size());
    for (const FrozenCriterion& criterion : row.criteria)
        out.text(criterion.id).text(criterion.tri);
}

std::string record_of(std::vector<const Administration*> rows)
{
    std::ranges::sort(rows, [](const auto* a, const auto* b) {
        return a->finished_ms != b->finished_ms ? a->finished_ms < b->finished_ms : a->id < b->id;
    });
    ByteWriter out;
    out.text("session").number(rows.size());
    for (const Administration* row : rows)
        write_row(out, *row);
    return sealed::hex(crypto::hash(out.bytes()));
}

/// One person's occasions by time, with what stands of each.
Result<std::vector<Occasion>> read_occasions(Core& core, const sealed::Id& person)
{
    const auto all = all_rows_of_person(core, person);
    if (!all) return all.error();
    const auto now = rows_of_person(core, person);
    if (!now) return now.error();
    std::map<sealed::Id, const Administration*> by_id;
    for (const Read& row : *all)
        by_id[row.kept.administration.id] = &row.kept.administration;
    std::vector<Administration> seen;
    for (const Read& row : *now)
        seen.push_back(row.kept.administration);
    if (const Status hidden = blind(core, seen); !hidden) return hidden.error();

    std::map<sealed::Id, std::vector<const Administration*>> rows;
    std::vector<Occasion> out;
    for (std::size_t n = 0; n < now->size(); ++n) {
        const Administration& row = (*now)[n].kept.administration;
        const sealed::Id id = occasion_of(row, by_id);
        auto& of_one = rows[id];
        if (of_one.empty()) {
            Occasion occasion;
            occasion.id = id;
            occasion.day = row.day;
            occasion.visit = row.visit;
            occasion.session_number = row.session_number;
            out.push_back(std::move(occasion));
        }
        of_one.push_back(&row);
        const auto occasion = std::ranges::find(out, id, &Occasion::id);
        occasion->instruments.push_back(row.instrument);
        occasion->blind = occasion->blind || seen[n].blind;
    }
    // So few answers could be guessed from a hash of them.
    for (Occasion& occasion : out)
        if (!occasion.blind) occasion.record = record_of(rows[occasion.id]);
    return out;
}

Status add_signatures(Core& core, const sealed::Id& person, std::vector<Occasion>& occasions)
{
    return core.database.each(
        "SELECT id, occasion, record, meaning, actor, at_ms FROM main.signature WHERE person = ?1 OR person IN (SELECT "
        "person FROM main.person_link WHERE root = ?1) ORDER BY at_ms, id",
        {person}, [&](const Row& row) {
            const auto occasion = std::ranges::find(occasions, row.id(1), &Occasion::id);
            if (occasion == occasions.end()) return true;
            occasion->signatures.push_back({row.id(0), row.text(4), row.integer(5), row.text(3),
                                            sealed::hex(row.bytes<32>(2)) == occasion->record});
            return true;
        });
}

} // namespace

Result<std::vector<Occasion>> Vault::occasions(const Id& person)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "occasions"); !may) return may.error();
    if (const Status noted = note_look(core, "view_person", sealed::hex(person)); !noted) return noted.error();
    auto occasions = read_occasions(core, person);
    if (!occasions) return occasions;
    const auto root = root_of(core, person);
    if (!root) return root.error();
    if (const Status added = add_signatures(core, *root, *occasions); !added) return added.error();
    return occasions;
}

Result<Id> Vault::sign(const SignWish& wish, const sealed::Secret& passphrase)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "sign"); !may) return may.error();
    if (std::ranges::find(signature_meanings, wish.meaning) == signature_meanings.end())
        return Error{fault::nothing_to_sign, "meaning"};
    // Counted like a try at the door, so that a desk left open is no way to guess.
    if (core.header.user(core.user) == nullptr) return Error{fault::not_allowed, "no passphrase of its own"};
    if (const auto proved = prove(core.folder, core.header, core.user, passphrase, core.boot_clock()); !proved)
        return proved.error();
    const sealed::Id id = sealed::random_id();
    auto transaction = Transaction::begin(core.database);
    if (!transaction) return transaction.error();
    const auto occasions = read_occasions(core, wish.person);
    if (!occasions) return occasions.error();
    const auto occasion = std::ranges::find(*occasions, wish.occasion, &Occasion::id);
    if (occasion == occasions->end()) return Error{fault::nothing_to_sign, "occasion"};
    if (occasion->blind) return Error{fault::still_blind, "occasion"};
    // Signed is what was on the screen, not what came in since.
    if (occasion->record != wish.record) return Error{fault::superseded, "record"};
    const auto record = hash_from_hex(occasion->record);
    if (const Status kept = core.database.run(
            "INSERT INTO main.signature (person, at_ms, id, occasion, record, meaning, actor) VALUES (?,?,?,?,?,?,?)",
            {wish.person, core.clock(), id, wish.occasion, record, wish.meaning, core.user});
        !kept)
        return kept.error();
    const AuditLine line{"signed",
                         sealed::hex(wish.person),
                         sealed::hex(wish.occasion),
                         {},
                         sealed::Bytes(record.begin(), record.end()),
                         wish.meaning};
    if (const Status noted = append_audit(core, line); !noted) return noted.error();
    if (const Status committed = transaction->commit(); !committed) return committed.error();
    return id;
}

} // namespace rapport::vault
