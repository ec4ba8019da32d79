#pragma once

#include "storage/vault/core.h"
#include "storage/vault/keys.h"
#include "storage/vault/recovery_user.h"

namespace rapport::vault {

/// Puts the parts of an open vault together; derives what it needs from the keys and keeps nothing else of them.
[[nodiscard]] Core make_core(VaultLock lock, Connection database, const std::string& folder, const Header& header,
                             std::string_view user, const RoleKeys& keys, Clock clock, BootClock boot_clock);

/// Writes into both databases whose they are.
[[nodiscard]] Status claim_databases(Core& core);
/// The same for copies, made for another epoch.
[[nodiscard]] Status move_databases(Core& core);
/// Whether the databases at hand are this header's, and of its epoch: none was put in from another vault or another
/// time. Errors: vault_damaged.
[[nodiscard]] Status check_databases(Core& core);

/// A folder locked and its header read, before anybody has shown a key.
struct Entrance {
    std::string place; ///< absolute
    VaultLock lock;
    Header header;
};
/// Errors: vault_missing, vault_in_use, vault_damaged, vault_newer, vault_unfinished.
[[nodiscard]] Result<Entrance> find_entrance(const std::string& folder);

/// Who comes in, how, and with what.
struct Entering {
    std::string user;
    std::string_view event; ///< the audit's line
    std::string object;
    std::string reason;
};
/// Opens the databases that the keys open, checks them, and settles what an earlier program left half done.
[[nodiscard]] Result<Core> enter(Entrance entrance, const RoleKeys& keys, const Entering& who, Clock clock,
                                 BootClock boot_clock);

} // namespace rapport::vault
