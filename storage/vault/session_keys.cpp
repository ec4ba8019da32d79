#include "storage/vault/session_keys.h"

#include "storage/vault/audit.h"
#include "storage/vault/bytes.h"
#include "storage/vault/schema.h"

namespace rapport::vault {

sealed::Secret cover_key(const sealed::Secret& cover, const sealed::Id& session, const sealed::Secret& key)
{
    sealed::Secret out = key.copy();
    if (cover.empty()) return out;
    const crypto::Hash mask = crypto::keyed_hash(cover, ByteWriter().text("session").raw(session).bytes());
    for (std::size_t i = 0; i < out.size() && i < mask.size(); ++i)
        out.data()[i] = static_cast<unsigned char>(out.data()[i] ^ mask[i]);
    return out;
}

Status recover_session_keys(Connection& database, const sealed::Secret& from, const sealed::Secret& to)
{
    struct Found {
        sealed::Id id{};
        sealed::Secret key;
    };
    std::vector<Found> found;
    const Status read = database.each("SELECT id, key FROM main.session", {}, [&](const Row& row) {
        found.push_back({row.id(0), row.secret(1)});
        return true;
    });
    if (!read) return read;
    for (const Found& one : found) {
        const sealed::Secret key = cover_key(to, one.id, cover_key(from, one.id, one.key));
        if (Status done = database.run("UPDATE main.session SET key = ?2 WHERE id = ?1", {one.id, Blob{key.view()}});
            !done)
            return done;
    }
    return {};
}

Status cover_session_keys(Core& core)
{
    const auto covered = read_setting(core.database, session_keys_covered);
    if (!covered) return covered.error();
    if (*covered) return {};
    return act(core, {"session_keys_covered", {}, {}, {}, {}, {}}, [&]() -> Status {
        if (Status done = recover_session_keys(core.database, {}, core.session_key); !done) return done;
        return write_setting(core.database, session_keys_covered, "1");
    });
}

} // namespace rapport::vault
