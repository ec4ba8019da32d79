#pragma once

#include "storage/vault/core.h"
#include "storage/vault/crypto.h"

namespace rapport::vault {

/// One session as the vault knows it, its key K among it.
struct SessionRow {
    sealed::Id id{};
    sealed::Secret key;
    sealed::Id person{};
    sealed::Id planned_visit{};
    std::string visit;
    int session_number = 0;
    std::vector<std::string> battery;
    std::vector<crypto::Hash> definitions; ///< one for each instrument of the battery
    std::string language;
    std::string label;
    bool auto_advance = true;
    std::int64_t expires_ms = 0;
    std::string state; ///< "handed_over", "stopped", "finished"
};

/// Nothing when the vault knows no such session.
[[nodiscard]] Result<std::optional<SessionRow>> find_session(Core& core, const sealed::Id& id);
[[nodiscard]] Status insert_session(Core& core, const SessionRow& session);

/// Where a session and its visit stand.
struct SessionStanding {
    std::string_view state;
    int answered = 0;
    int asked = 0;
    std::int64_t finished_ms = 0;
};
/// Sets it for both, in the caller's transaction.
[[nodiscard]] Status set_standing(Core& core, const SessionRow& session, const SessionStanding& standing);

} // namespace rapport::vault
