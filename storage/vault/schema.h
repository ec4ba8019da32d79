#pragma once

#include "storage/vault/sqlite.h"

namespace rapport::vault {

/// The newest schema this program knows; `user_version` of both files.
inline constexpr int schema_version = 8;

/// Which schema the open databases have, 0 when they are empty. Errors: vault_newer, vault_damaged when the two files
/// are not of one version.
[[nodiscard]] Result<int> schema_of(Connection& database);

/// Brings both databases to the newest schema, one numbered step after another, each in its own transaction.
/// To be called for every connection: it also makes the tally's triggers work. A vault that has answers goes through
/// `bring_up_to_date`, which makes a backup first.
/// Errors: those of schema_of; not_allowed when a step is due and identity.db is not attached.
[[nodiscard]] Status migrate(Connection& database);

/// One row of the `setting` table. Errors: database_error and the like; nothing when there is no such row.
[[nodiscard]] Result<std::optional<std::string>> read_setting(Connection& database, std::string_view name);
[[nodiscard]] Status write_setting(Connection& database, std::string_view name, std::string_view value);

} // namespace rapport::vault
