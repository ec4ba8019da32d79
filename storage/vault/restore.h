#pragma once

#include <optional>

#include "storage/sealed/secret.h"
#include "storage/vault/recovery_user.h"
#include "storage/vault/vault.h"

namespace rapport::vault {

/// Brings a backup back into a folder of its own beside it, checks everything a vault has to check there, and removes
/// it: MAC of the file, both integrity checks of SQLite and SQLCipher, every row counted and digested against what the
/// vault had, every MAC, score and audit line. `keys` is `RoleKeys::joined`.
/// Errors: no_backup, backup_damaged, vault_damaged, vault_newer, disk_full, read_only_folder.
[[nodiscard]] Status check_backup(const std::string& file, const sealed::Secret& keys);

/// Who can open a backup. Errors: no_backup, backup_damaged.
[[nodiscard]] Result<std::vector<std::string>> backup_users(const std::string& file);
/// The newest backup of a folder, or the file itself when it is one. Errors: no_backup.
[[nodiscard]] Result<std::string> newest_backup(const std::string& folder_or_file);

/// As a user who lost the vault would do it; `user` and `secret` as in guarded_keys.h, which counts the tries beside
/// the file. Errors: as check_backup; those of guarded_keys.
[[nodiscard]] Result<BackupChecked> drill(const std::string& file, std::string_view user, const sealed::Secret& secret,
                                          const BootClock& boot_clock = system_boot_clock());

/// Brings a backup back as a vault, checked before it gets the folder's name; the audit says so, and says from which
/// anchor it was rolled back when one is known that is newer: `anchor`, or one of the other backups beside the file.
/// Errors: as drill; vault_exists when the folder is there and not empty; bad_anchor.
[[nodiscard]] Result<Restored> restore(const std::string& file, const std::string& folder, std::string_view user,
                                       const sealed::Secret& secret, const Clock& clock, std::string_view anchor = {},
                                       const BootClock& boot_clock = system_boot_clock());

} // namespace rapport::vault
