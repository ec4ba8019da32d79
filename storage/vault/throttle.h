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

/// One failed try, for the count of a day over all slots.
struct FailedTry {
    sealed::Id slot{};
    std::string boot;
    std::int64_t at_ms = 0; ///< in that start of the machine
};

/// auth.state: no secrets, so no key. Somebody who can write it can undo the count; a disk image never asks it.
/// What is lost or damaged counts as used-up free tries, so that losing it opens no door and shuts none for good.
struct AuthState {
    std::int64_t last_unlocked_ms = 0;
    std::vector<Attempts> attempts;
    std::vector<FailedTry> of_the_day;
    bool lost = false;
};

[[nodiscard]] AuthState read_auth_state(const std::string& folder);
[[nodiscard]] Status write_auth_state(const std::string& folder, const AuthState& state);

inline constexpr std::uint32_t free_tries = 3;
inline constexpr std::uint32_t most_failures = 10;
inline constexpr std::size_t most_failures_a_day = 30; ///< over all slots

/// Milliseconds to wait after so many failures before the next try.
[[nodiscard]] std::int64_t delay_after(std::uint32_t failures);

/// Whether a day of many failures shuts this way in too: not for administrators, who can look into it.
enum class Closing : std::uint8_t { heeded, passed_by };
/// Whether ten failures shut the slot: not where no passphrase can be set anew.
enum class Shutting : std::uint8_t { after_ten, never };

/// Counts the try as failed, on the disk, before anything else happens. Gives how many had failed before it.
/// A restart of the machine restarts the whole delay and the day; the wall clock has no say.
/// Errors: slot_blocked and day_closed (detail: seconds to wait), slot_disabled, disk_full, read_only_folder.
[[nodiscard]] Result<std::uint32_t> begin_try(const std::string& folder, const sealed::Id& slot, const BootTime& now,
                                              Closing closing = Closing::heeded,
                                              Shutting shutting = Shutting::after_ten);

/// Takes the count of that slot back to nothing: the vault was unlocked by it.
[[nodiscard]] Status end_try(const std::string& folder, const sealed::Id& slot, std::int64_t utc_ms);
/// The same where nothing was unlocked: a passphrase that proved who agrees, or one that was set anew.
[[nodiscard]] Status forget_tries(const std::string& folder, const sealed::Id& slot);
/// An administrator or the recovery key was here: the day counts from nothing again.
[[nodiscard]] Status reopen_day(const std::string& folder);

} // namespace rapport::vault
