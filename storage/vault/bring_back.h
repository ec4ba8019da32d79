#pragma once

#include "storage/vault/backup_file.h"
#include "storage/vault/core.h"

namespace rapport::vault {

/// Lays a backup out in an empty folder, opens it there and checks it against what it says of itself. A vault of an
/// earlier schema is brought up to date. `user` is who stands in the audit for what is done next.
[[nodiscard]] Result<Core> bring_back(BackupFile& backup, const std::string& folder, const Header& header,
                                      const RoleKeys& keys, std::string_view user, const Clock& clock);

} // namespace rapport::vault
