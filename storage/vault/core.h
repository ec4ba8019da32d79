#pragma once

#include <map>
#include <memory>

#include "storage/sealed/session_log.h"
#include "storage/vault/header.h"
#include "storage/vault/keys.h"
#include "storage/vault/open_database.h"
#include "storage/vault/vault.h"

namespace rapport::vault {

/// An open vault's own state, which every file of this room works on. The order of members is the order of closing:
/// the database goes before the lock.
struct Core {
    VaultLock lock;
    Connection database;
    std::string folder; ///< absolute
    Header header;
    std::string user;
    Role role = Role::clinician;
    sealed::Secret row_key;     ///< MACs of rows
    sealed::Secret audit_key;   ///< the audit's chain
    sealed::Secret session_key; ///< covers the sessions' own keys; empty without IK
    sealed::InboxKeys inbox;
    std::vector<sealed::InboxKeys> older_inboxes; ///< of epochs before: a session begun then may still arrive
    Clock clock;
    BootClock boot_clock;
    std::vector<instruments::Definition> instruments;
    /// Definitions that old answers were given to, by hash, read when first asked for.
    std::map<std::string, std::unique_ptr<instruments::Definition>> pinned;
    RoleKeys keys; ///< for backups; SQLCipher holds the same while the vault is open
    /// When a look at something was last put in the audit, by event and object, so that drawing a page is one line.
    std::map<std::string, std::int64_t> looked_ms;

    [[nodiscard]] std::string path(std::string_view name) const { return folder + "/" + std::string(name); }
    [[nodiscard]] const instruments::Definition* instrument(std::string_view id) const;
};

struct Vault::State : Core {};

inline constexpr std::string_view inbox_folder = "inbox";
inline constexpr std::string_view taken_folder = "inbox/taken";
inline constexpr std::string_view drafts_folder = "drafts";

} // namespace rapport::vault
