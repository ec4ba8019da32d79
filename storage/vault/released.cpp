#include "storage/vault/released.h"

#include "storage/vault/audit.h"
#include "storage/vault/people.h"
#include "storage/vault/vault_of.h"

namespace rapport::vault {

namespace {

constexpr std::size_t token_bytes = 16;
constexpr std::size_t longest_words = 500; ///< of a recipient or a purpose

std::uint8_t nibble(char c)
{
    return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

Status keep_fed(Core& core, std::int64_t release, const std::vector<ReleasedRow>& fed)
{
    std::int64_t place = 0;
    for (const ReleasedRow& row : fed) {
        std::string tokens;
        for (const std::string& person : row.people)
            for (std::size_t at = 0; at + 1 < person.size(); at += 2)
                tokens += static_cast<char>(nibble(person[at]) << 4U | nibble(person[at + 1]));
        const Status kept =
            core.database.run("INSERT INTO main.released_row (release, place, quantity, tokens) VALUES (?, ?, ?, ?)",
                              {release, place++, row.quantity, Blob{sealed::ByteView(tokens)}});
        if (!kept) return kept;
    }
    return {};
}

} // namespace

Result<std::map<Id, Id>> people_of_administrations(Vault& vault, const std::set<Id>& ids)
{
    std::map<Id, Id> out;
    for (const Id& id : ids) {
        const Status read = VaultOf::core(vault).database.each("SELECT person FROM main.administration WHERE id = ?",
                                                               {id}, [&](const Row& row) {
                                                                   out[id] = row.id(0);
                                                                   return true;
                                                               });
        if (!read) return read.error();
    }
    return out;
}

Result<std::set<Id>> erased_among(Vault& vault, const std::set<Id>& ids)
{
    Core& core = VaultOf::core(vault);
    std::set<Id> out;
    for (const Id& id : ids) {
        const auto lines = core.database.count(
            "SELECT count(*) FROM main.audit WHERE object = ?1 AND event = ?2 AND new_commitment = x'' AND reason = "
            "'erased' AND NOT EXISTS (SELECT 1 FROM main.administration WHERE id = ?3)",
            {sealed::hex(id), event_administration, id});
        if (!lines) return lines.error();
        if (*lines > 0) out.insert(id);
    }
    return out;
}

Result<std::set<Id>> people_to_release(Vault& vault)
{
    std::set<Id> out;
    const Status read = VaultOf::core(vault).database.each(
        "SELECT p.id FROM main.person p WHERE " + std::string(may_be_released), {}, [&](const Row& row) {
            out.insert(row.id(0));
            return true;
        });
    if (!read) return read.error();
    return out;
}

Result<std::map<Id, std::string>> release_tokens(Vault& vault)
{
    Core& core = VaultOf::core(vault);
    std::vector<sealed::Id> without;
    Status read = core.database.each(
        "SELECT p.id FROM main.person p WHERE NOT EXISTS (SELECT 1 FROM main.release_token t WHERE t.person = p.id)",
        {}, [&](const Row& row) {
            without.push_back(row.id(0));
            return true;
        });
    if (!read) return read.error();
    if (!without.empty()) {
        const Status made = act(core, {"release_tokens_made", {}, {}, {}, {}, {}}, [&]() -> Status {
            for (const sealed::Id& person : without) {
                const Status kept = core.database.run("INSERT INTO main.release_token (person, token) VALUES (?, ?)",
                                                      {person, sealed::random_id()});
                if (!kept) return kept;
            }
            return {};
        });
        if (!made) return made.error();
    }
    std::map<Id, std::string> out;
    read = core.database.each("SELECT person, token FROM main.release_token", {}, [&](const Row& row) {
        out[row.id(0)] = sealed::hex(row.id(1));
        return true;
    });
    if (!read) return read.error();
    return out;
}

Result<std::vector<ReleasedRow>> released_rows(Vault& vault)
{
    std::vector<ReleasedRow> out;
    const Status read = VaultOf::core(vault).database.each(
        "SELECT quantity, tokens FROM main.released_row ORDER BY release, place", {}, [&](const Row& row) {
            ReleasedRow one{row.text(0), {}};
            const sealed::Bytes tokens = row.blob(1);
            for (std::size_t at = 0; at + token_bytes <= tokens.size(); at += token_bytes)
                one.people.push_back(
                    sealed::hex(std::span(reinterpret_cast<const std::uint8_t*>(tokens.data()) + at, token_bytes)));
            out.push_back(std::move(one));
            return true;
        });
    if (!read) return read.error();
    return out;
}

Result<std::vector<ReleaseLine>> releases(Vault& vault)
{
    std::vector<ReleaseLine> out;
    const Status read = VaultOf::core(vault).database.each(
        "SELECT l.number, l.at_ms, l.actor, l.project, l.profile, l.people, l.row_count, l.manifest_sha256, "
        "coalesce(t.recipient, ''), coalesce(t.purpose, '') FROM main.release_ledger l LEFT JOIN main.release_terms t "
        "ON t.release = l.number ORDER BY l.number DESC",
        {}, [&](const Row& row) {
            out.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4), row.text(8),
                           row.text(9), row.whole(5), row.whole(6), row.text(7)});
            return true;
        });
    if (!read) return read.error();
    return out;
}

Result<std::int64_t> note_release(Vault& vault, const ReleaseNote& note)
{
    Core& core = VaultOf::core(vault);
    if (note.recipient.size() > longest_words || note.purpose.size() > longest_words)
        return Error{fault::too_long, note.recipient.size() > longest_words ? "recipient" : "purpose"};
    std::int64_t number = 0;
    const Status noted = act(
        core, {"release", note.project, note.profile, {}, sealed::Bytes(note.manifest_sha256), {}}, [&]() -> Status {
            const auto last = core.database.count("SELECT max(number) FROM main.release_ledger");
            if (!last) return last.error();
            number = *last + 1;
            Status kept =
                core.database.run("INSERT INTO main.release_ledger (number, at_ms, actor, project, profile, people, "
                                  "row_count, manifest_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                  {number, core.clock(), core.user, note.project, note.profile, note.people, note.rows,
                                   note.manifest_sha256});
            if (!kept) return kept;
            kept = core.database.run("INSERT INTO main.release_terms (release, recipient, purpose, k, threshold) "
                                     "VALUES (?, ?, ?, ?, ?)",
                                     {number, note.recipient, note.purpose, note.k, note.threshold});
            if (!kept) return kept;
            return keep_fed(core, number, note.fed);
        });
    if (!noted) return noted.error();
    return number;
}

} // namespace rapport::vault
