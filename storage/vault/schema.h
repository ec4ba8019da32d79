#pragma once

#include "storage/vault/sqlite.h"

namespace rapport::vault {

/// The newest schema this program knows; `user_version` of both files.
inline constexpr int schema_version = 1;

/// Brings both databases to the newest schema, one numbered step after another, each in its own transaction.
/// Errors: vault_newer when a step is missing here, vault_damaged when the two files are not of one version.
[[nodiscard]] Status migrate(Connection& database);

/// One row of the `setting` table. Errors: database_error and the like; nothing when there is no such row.
[[nodiscard]] Result<std::optional<std::string>> read_setting(Connection& database, std::string_view name);
[[nodiscard]] Status write_setting(Connection& database, std::string_view name, std::string_view value);

} // namespace rapport::vault
