#pragma once

#include "storage/vault/core.h"
#include "storage/vault/keys.h"

namespace rapport::vault {

/// Puts the parts of an open vault together; derives what it needs from the keys and keeps nothing else of them.
[[nodiscard]] Core make_core(VaultLock lock, Connection database, const std::string& folder, const Header& header,
                             std::string_view user, const RoleKeys& keys, Clock clock, BootClock boot_clock);

/// Writes into both databases whose they are.
[[nodiscard]] Status claim_databases(Core& core);
/// Whether both databases are this header's, and of its epoch: neither was put in from another vault or another time.
/// Errors: vault_damaged.
[[nodiscard]] Status check_databases(Core& core);

} // namespace rapport::vault
