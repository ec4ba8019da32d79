#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// A session's K opens its sealed file, and the row that holds K lies in responses.db, which a researcher's key opens.
/// So K lies there covered: XORed with a keyed hash of the session's id under a key derived from IK. K is random and of
/// the hash's length, each id is used once; who wrote the row is the database's business as before.
[[nodiscard]] sealed::Secret cover_key(const sealed::Secret& cover, const sealed::Id& session,
                                       const sealed::Secret& key);

/// The setting that says so; a vault made before has none, and its keys are covered at the next unlocking.
inline constexpr std::string_view session_keys_covered = "session_keys_covered";
[[nodiscard]] Status cover_session_keys(Core& core);
/// From one covering key to another, in the caller's transaction; an empty one is no cover.
[[nodiscard]] Status recover_session_keys(Connection& database, const sealed::Secret& from, const sealed::Secret& to);

} // namespace rapport::vault
