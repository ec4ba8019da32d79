#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// A vault of an earlier schema is backed up beside its files, checked, and then brought to the newest schema in one
/// transaction with its audit line; one of this schema is left as it is. When anything fails, the vault stays as it was
/// and can still be opened by the program that made it.
/// Errors: vault_newer, not_allowed (a step is due and this user has not both keys), backup_damaged, vault_damaged,
/// disk_full, read_only_folder.
[[nodiscard]] Status bring_up_to_date(Core& core);

} // namespace rapport::vault
