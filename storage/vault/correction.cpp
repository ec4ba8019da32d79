#include <algorithm>
#include <set>

#include "instruments/leave_out.h"
#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/dyad.h"
#include "storage/vault/links.h"
#include "storage/vault/on_track.h"
#include "storage/vault/reason.h"
#include "storage/vault/replay.h"
#include "storage/vault/rights.h"
#include "storage/vault/scores.h"
#include "storage/vault/take_in.h"

namespace rapport::vault {

namespace {

using instruments::Answer;
using instruments::Definition;

constexpr std::string_view event_corrected = "corrected";

/// Rows whose answers nobody is told yet.
Result<std::set<sealed::Id>> blind_rows(Core& core, const sealed::Id& person)
{
    const auto standing = rows_of_person(core, person);
    if (!standing) return standing.error();
    std::vector<Administration> rows;
    for (const Read& row : *standing)
        rows.push_back(row.kept.administration);
    if (const Status done = blind(core, rows); !done) return done.error();
    std::set<sealed::Id> hidden;
    for (const Administration& row : rows)
        if (row.blind) hidden.insert(row.id);
    return hidden;
}

/// The row that is corrected, with the definition it was answered under.
struct Standing {
    Read row;
    const Definition* definition = nullptr;
};

Result<Standing> find_standing(Core& core, const CorrectionWish& wish)
{
    // The page of a person shows all their records; which of them this stands in is not for the page to know.
    const auto records = records_of(core, wish.person);
    if (!records) return records.error();
    Result<Read> row = Error{fault::vault_damaged, "row " + sealed::hex(wish.administration)};
    for (std::size_t at = 0; at < records->size() && !row; ++at)
        row = read_one(core, (*records)[at], wish.administration);
    if (!row) return row.error();
    const auto newer =
        core.database.count("SELECT count(*) FROM main.administration WHERE person = ? AND supersedes = ?",
                            {row->kept.administration.person, wish.administration});
    if (!newer) return newer.error();
    if (*newer != 0) return fault::superseded;
    const auto hidden = blind_rows(core, wish.person);
    if (!hidden) return hidden.error();
    if (hidden->contains(wish.administration)) return Error{fault::still_blind, "administration"};
    const auto definition = pinned_definition(core, hash_from_hex(row->kept.administration.definition_hash));
    if (!definition) return definition.error();
    return Standing{std::move(*row), *definition};
}

/// The same occasion with that one answer changed, and scored anew under the same definition.
Result<Kept> put_right(const Standing& standing, const CorrectionWish& wish)
{
    const Definition& definition = *standing.definition;
    const auto item = definition.item_index(wish.item);
    if (!item) return Error{fault::unknown_item, "item"};
    const bool allowed = wish.answer.given() ? definition.allows(*item, wish.answer.value())
                                             : wish.answer.why() == instruments::Missing::declined;
    if (!allowed) return Error{fault::unknown_item, "choice"};
    Kept next = standing.row.kept;
    Administration& row = next.administration;
    Answer& answer = row.response.items.at(*item);
    if (answer == wish.answer) return fault::no_change;
    answer = wish.answer;
    instruments::leave_out_not_asked(definition, row.response);
    row.supersedes = row.id;
    row.id = sealed::random_id();
    row.session = {}; // the session's own row is the one the tablet brought
    row.complete = is_complete(row.response);
    const instruments::Scored scored = instruments::score(definition, row.response, next.context);
    row.scores = freeze(scored.scores);
    row.criteria = freeze(scored.criteria);
    return next;
}

/// What the answers now ask somebody to look at and did not before.
Result<std::vector<Alert>> new_alerts(Core& core, const Standing& standing, const Kept& next)
{
    const auto of = [&](const Kept& kept) {
        const auto scored = instruments::score(*standing.definition, kept.administration.response, kept.context);
        return alerts_due(core, *standing.definition, kept.administration, scored);
    };
    const auto before = of(standing.row.kept);
    if (!before) return before.error();
    auto now = of(next);
    if (!now) return now.error();
    std::erase_if(*now, [&](const Alert& alert) {
        return std::ranges::any_of(*before, [&](const Alert& one) {
            return one.flag == alert.flag && one.item == alert.item && one.answer == alert.answer;
        });
    });
    return std::move(*now);
}

sealed::Bytes bytes_of(const crypto::Mac& mac)
{
    return {mac.begin(), mac.end()};
}

Status keep(Core& core, const Standing& standing, const Kept& next, const std::string& item, const std::string& reason)
{
    const Administration& row = next.administration;
    const bool by_patient = standing.definition->respondent == instruments::Respondent::patient;
    const auto mac = insert_rows(core, next, {0, by_patient});
    if (!mac) return mac.error();
    auto alerts = new_alerts(core, standing, next);
    if (!alerts) return alerts.error();
    if (const auto raised = raise_alerts(core, std::move(*alerts), row, core.clock()); !raised) return raised.error();
    if (Status learnt = learn_courses(core, row.person); !learnt) return learnt;
    if (Status refreshed = refresh_person_row(core, row.person); !refreshed) return refreshed;
    const std::string object = sealed::hex(row.id);
    if (Status noted =
            append_audit(core, {event_corrected, object, item, bytes_of(standing.row.mac), bytes_of(*mac), reason});
        !noted)
        return noted;
    return append_audit(core, {event_administration, object, row.instrument, {}, bytes_of(*mac), {}});
}

/// Who corrected, when and why, as the audit has it, or the audit of a copy that was merged into this vault.
Status add_story(Core& core, Corrected& corrected)
{
    bool told = false;
    for (const char* const lines : {"main.audit", "main.earlier_audit"}) {
        if (told) break;
        const Status read = core.database.each(std::string("SELECT actor, utc_ms, field, reason FROM ") + lines +
                                                   " WHERE object = ?1 AND event = ?2 ORDER BY sequence LIMIT 1",
                                               {sealed::hex(corrected.now), event_corrected}, [&](const Row& row) {
                                                   corrected.actor = row.text(0);
                                                   corrected.at_ms = row.integer(1);
                                                   corrected.item = row.text(2);
                                                   corrected.reason = row.text(3);
                                                   told = true;
                                                   return false;
                                               });
        if (!read) return read;
    }
    return {};
}

} // namespace

Result<Id> Vault::correct(const CorrectionWish& wish)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "correct"); !may) return may.error();
    if (const Status said = check_reason(wish.reason); !said) return said.error();
    auto transaction = Transaction::begin(core.database);
    if (!transaction) return transaction.error();
    const auto standing = find_standing(core, wish);
    if (!standing) return standing.error();
    const auto next = put_right(*standing, wish);
    if (!next) return next.error();
    if (const Status kept = keep(core, *standing, *next, wish.item, wish.reason); !kept) return kept.error();
    if (const Status committed = transaction->commit(); !committed) return committed.error();
    return next->administration.id;
}

Result<std::vector<Corrected>> Vault::corrections(const Id& person)
{
    Core& core = *state_;
    if (const Status noted = note_look(core, "view_person", sealed::hex(person)); !noted) return noted.error();
    const auto rows = all_rows_of_person(core, person);
    if (!rows) return rows.error();
    std::set<sealed::Id> hidden;
    // What was corrected before the other half came in, and what before that.
    if (auto blind = blind_rows(core, person); !blind)
        return blind.error();
    else
        hidden = std::move(*blind);
    for (auto row = rows->rbegin(); row != rows->rend(); ++row)
        if (hidden.contains(row->kept.administration.id)) hidden.insert(row->kept.administration.supersedes);
    std::vector<Corrected> out;
    for (const Read& row : *rows) {
        const Administration& now = row.kept.administration;
        if (now.supersedes == Id{} || hidden.contains(now.id)) continue;
        Corrected corrected;
        corrected.now = now.id;
        corrected.before = now.supersedes;
        corrected.instrument = now.instrument;
        corrected.day = now.day;
        if (const Status told = add_story(core, corrected); !told) return told.error();
        const auto before =
            std::ranges::find_if(*rows, [&](const Read& one) { return one.kept.administration.id == now.supersedes; });
        const auto definition = pinned_definition(core, hash_from_hex(now.definition_hash));
        if (!definition) return definition.error();
        if (const auto item = (*definition)->item_index(corrected.item)) {
            corrected.is = now.response.items.at(*item);
            if (before != rows->end()) corrected.was = before->kept.administration.response.items.at(*item);
        }
        out.push_back(std::move(corrected));
    }
    std::ranges::sort(out, [](const Corrected& a, const Corrected& b) { return a.at_ms > b.at_ms; });
    return out;
}

Result<bool> Vault::is_withdrawn(const Id& person)
{
    const auto found = state_->database.count(
        "SELECT count(*) FROM main.withdrawal WHERE person = ?1 OR person = (SELECT root FROM main.person_link WHERE "
        "person = ?1) OR person IN (SELECT person FROM main.person_link WHERE root = coalesce((SELECT root FROM "
        "main.person_link WHERE person = ?1), ?1))",
        {person});
    if (!found) return found.error();
    return *found != 0;
}

} // namespace rapport::vault
