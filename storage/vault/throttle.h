#pragma once

#include <string>
#include <vector>

#include "storage/vault/vault.h"

namespace rapport::vault {

/// Failed tries of one slot. A user nobody knows is counted under the slot of all zeros.
struct Attempts {
    sealed::Id slot{};
    std::uint32_t failures = 0;
    std::string boot;          ///< the start of the machine in which the last try was made
    std::int64_t since_ms = 0; ///< when in it
};

/// auth.state: no secrets, so no key. Somebody who can write it can undo the count; a disk image never asks it.
/// What is lost or damaged counts as used-up free tries, so that losing it opens no door and shuts none for good.
struct AuthState {
    std::int64_t last_unlocked_ms = 0;
    std::vector<Attempts> attempts;
    bool lost = false;
};

[[nodiscard]] AuthState read_auth_state(const std::string& folder);
[[nodiscard]] Status write_auth_state(const std::string& folder, const AuthState& state);

inline constexpr std::uint32_t free_tries = 3;
inline constexpr std::uint32_t most_failures = 10;

/// Milliseconds to wait after so many failures before the next try.
[[nodiscard]] std::int64_t delay_after(std::uint32_t failures);

/// Counts the try as failed, on the disk, before anything else happens. Gives how many had failed before it.
/// A restart of the machine restarts the whole delay; the wall clock has no say.
/// Errors: slot_blocked (detail: seconds to wait), slot_disabled, disk_full, read_only_folder.
[[nodiscard]] Result<std::uint32_t> begin_try(const std::string& folder, const sealed::Id& slot, const BootTime& now);

/// Takes the count of that slot back to nothing.
[[nodiscard]] Status end_try(const std::string& folder, const sealed::Id& slot, std::int64_t utc_ms);

} // namespace rapport::vault
