#pragma once

#include "storage/vault/vault.h"

namespace rapport::vault {

/// What is done about users without a vault being open. What takes the clinic's data is a method of Vault.

/// By name as in the header. Errors: vault_missing, vault_damaged, vault_newer.
[[nodiscard]] Result<std::vector<UserRow>> list_users(const std::string& folder);

/// One to 200 bytes without control characters. Errors: bad_user_name, too_long.
[[nodiscard]] Status check_user_name(std::string_view name);

/// An administrator's own passphrase. Their key opens no database, so the audit's line is written at the next
/// unlocking. Errors: those of opening; not_allowed (no administrator), weak_passphrase.
[[nodiscard]] Status change_admin_passphrase(const std::string& folder, std::string_view admin,
                                             const sealed::Secret& old_one, const sealed::Secret& new_one,
                                             const BootClock& boot_clock = system_boot_clock());

/// What a passphrase must cost to try from now on: each wrap that costs less is made anew at its user's next login.
/// Errors: those of opening; not_allowed; too_long (outside the limits of KdfCost).
[[nodiscard]] Status set_cost_policy(const std::string& folder, const KdfCost& cost, std::string_view admin,
                                     const sealed::Secret& passphrase,
                                     const BootClock& boot_clock = system_boot_clock());

} // namespace rapport::vault
