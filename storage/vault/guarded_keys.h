#pragma once

#include "storage/vault/header.h"
#include "storage/vault/keys.h"
#include "storage/vault/throttle.h"

namespace rapport::vault {

/// Both databases' keys, for what opens no vault: a restore, a drill, a salvage. `user` is a clinician by name and
/// `secret` their passphrase, or `user` is `recovery_user` and `secret` the printed key.
///
/// Wrong passphrases are counted in `folder`'s auth.state before the key is derived, as those at the vault's own door
/// are. In a vault's folder they are that door's own tries. Beside backups they only cost time, up to an hour each: the
/// passphrases of a backup are those of its day and can never be set anew, so no number of tries shuts anybody out.
/// Not counted where the folder cannot be written to: a copy on another disk is tried without asking us anyway, and
/// Argon2id stands behind it.
/// The caller keeps other programs out of the folder's auth.state: two that count at once would count one.
/// Errors: wrong_passphrase, slot_blocked, slot_disabled, day_closed, recovery_mismatch, not_allowed, vault_damaged,
/// disk_full.
[[nodiscard]] Result<RoleKeys> guarded_keys(const std::string& folder, const Header& header, std::string_view user,
                                            const sealed::Secret& secret, const BootTime& now);

} // namespace rapport::vault
