#include "storage/vault/session_rows.h"

#include <algorithm>

#include "storage/vault/lists.h"
#include "storage/vault/session_keys.h"

namespace rapport::vault {

namespace {

sealed::Bytes joined(const std::vector<crypto::Hash>& hashes)
{
    sealed::Bytes out;
    for (const crypto::Hash& hash : hashes)
        out.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    return out;
}

std::vector<crypto::Hash> split(sealed::ByteView bytes)
{
    std::vector<crypto::Hash> out(bytes.size() / std::tuple_size_v<crypto::Hash>);
    for (crypto::Hash& hash : out) {
        std::ranges::transform(bytes.substr(0, hash.size()), hash.begin(),
                               [](char byte) { return static_cast<std::uint8_t>(byte); });
        bytes.remove_prefix(hash.size());
    }
    return out;
}

} // namespace

Result<std::optional<SessionRow>> find_session(Core& core, const sealed::Id& id)
{
    std::optional<SessionRow> found;
    const Status read = core.database.each(
        "SELECT key, person, planned_visit, visit, session_number, battery, definitions, language, label, "
        "auto_advance, "
        "expires_ms, state FROM main.session WHERE id = ?",
        {id}, [&](const Row& row) {
            found.emplace(SessionRow{id, cover_key(core.session_key, id, row.secret(0)), row.id(1), row.id(2),
                                     row.text(3), row.whole(4), split_lines(row.text(5)), split(row.blob(6)),
                                     row.text(7), row.text(8), row.truth(9), row.integer(10), row.text(11)});
            return false;
        });
    if (!read) return read.error();
    if (found && found->battery.size() != found->definitions.size()) return Error{fault::vault_damaged, "session"};
    return found;
}

Status insert_session(Core& core, const SessionRow& session)
{
    const sealed::Secret key = cover_key(core.session_key, session.id, session.key);
    return core.database.run(
        "INSERT INTO main.session (id, key, person, planned_visit, visit, session_number, battery, definitions, "
        "language, "
        "label, auto_advance, created_ms, expires_ms, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {session.id, Blob{key.view()}, session.person, session.planned_visit, session.visit, session.session_number,
         join_lines(session.battery), Blob{joined(session.definitions)}, session.language, session.label,
         session.auto_advance, core.clock(), session.expires_ms, session.state});
}

Status set_standing(Core& core, const SessionRow& session, const SessionStanding& standing)
{
    const Status done = core.database.run(
        "UPDATE main.session SET state = ?2, answered = ?3, asked = ?4, expires_ms = ?5 WHERE id = ?1",
        {session.id, standing.state, standing.answered, standing.asked, session.expires_ms});
    if (!done) return done;
    return core.database.run(
        "UPDATE main.planned_visit SET state = ?2, session = ?3, answered = ?4, asked = ?5, finished_ms = ?6, "
        "ended = '' WHERE id = ?1",
        {session.planned_visit, standing.state, session.id, standing.answered, standing.asked, standing.finished_ms});
}

} // namespace rapport::vault
