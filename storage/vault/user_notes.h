#pragma once

#include "storage/vault/core.h"

/// The header says who has a key, the audit who gave it to them. Two files cannot change in one step, so the database
/// holds, between the two, what is about to be done, and always what the header was last known to say.
namespace rapport::vault {

/// One change of one user.
struct UserAct {
    std::string_view event;
    sealed::Id slot{};
    std::string with; ///< who agreed, beside the actor; may be empty
};
inline constexpr std::string_view event_user_added = "user_added";
inline constexpr std::string_view event_user_removed = "user_removed";
inline constexpr std::string_view event_user_reset = "user_reset";
inline constexpr std::string_view event_passphrase_changed = "passphrase_changed";
inline constexpr std::string_view event_passphrase_restretched = "passphrase_restretched";

/// Keeps what is about to be done (with a line `..._begun`), replaces the header, writes the line. Cut anywhere,
/// `reconcile_users` finishes or undoes it. `next` is ready to be written.
[[nodiscard]] Status change_header(Core& core, const Header& next, const UserAct& act);

/// At every unlocking: an act begun and not noted gets its line, in the name of who did it, when the header has it, and
/// a line that it was undone when it has not; any other difference between the header and what was noted of it gets one
/// too.
[[nodiscard]] Status reconcile_users(Core& core);

/// Writes down what the header says, in the caller's transaction.
[[nodiscard]] Status note_users(Core& core);

[[nodiscard]] std::string_view word(Role role);

} // namespace rapport::vault
