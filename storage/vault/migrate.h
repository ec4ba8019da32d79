#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// A vault of an earlier schema is backed up beside its files, checked, and then brought to the newest schema in one
/// transaction with its audit line; one of this schema is left as it is. When anything fails, the vault stays as it was
/// and can still be opened by the program that made it.
/// Errors: vault_newer, not_allowed (a step is due and this user has not both keys), backup_damaged, vault_damaged,
/// disk_full, read_only_folder.
[[nodiscard]] Status bring_up_to_date(Core& core);

/// The same without a backup, for a copy. Before the steps the tables are held against the last line of the audit.
/// Errors: those of schema_of; vault_damaged when they are not what it says.
[[nodiscard]] Status take_due_steps(Core& core);

} // namespace rapport::vault
