#include "storage/vault/bring_back.h"

#include <sys/stat.h>

#include "storage/vault/anchor.h"
#include "storage/vault/files.h"
#include "storage/vault/kept_keys.h"
#include "storage/vault/migrate.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/schema.h"
#include "storage/vault/verify.h"

namespace rapport::vault {

namespace {

Status make_folders(const std::string& folder)
{
    constexpr mode_t owner_only = 0700;
    for (const std::string_view name : {inbox_folder, taken_folder, drafts_folder})
        if (::mkdir((folder + "/" + std::string(name)).c_str(), owner_only) != 0)
            return Error{fault::read_only_folder, "mkdir"};
    return {};
}

/// The head's own promises: what stands in the tables, and how far the audit had come.
Status check_promises(Core& core, const BackupHead& head, const sealed::Secret& key)
{
    const auto promised = open_contents(head, key);
    if (!promised) return promised.error();
    const auto found = contents_of(core.database, key);
    if (!found) return found.error();
    if (*found != *promised) return Error{fault::backup_damaged, "contents"};
    const auto anchor = anchor_of(core);
    if (!anchor) return anchor.error();
    if (print_anchor(*anchor) != head.anchor) return Error{fault::backup_damaged, "anchor"};
    return {};
}

} // namespace

Result<Core> bring_back(BackupFile& backup, const std::string& folder, const Header& header, const RoleKeys& keys,
                        std::string_view user, const Clock& clock)
{
    const sealed::Secret key = backup_key(keys);
    if (const Status whole = backup.check(key); !whole) return whole.error();
    if (const Status made = make_folders(folder); !made) return made.error();
    if (const Status laid = backup.lay_out(folder, key); !laid) return laid.error();
    auto lock = VaultLock::take(folder);
    if (!lock) return lock.error();
    auto database = open_databases(*lock, folder, {keys.responses, keys.identity});
    if (!database) return database.error();
    Core core =
        make_core(std::move(*lock), std::move(*database), folder, header, user, keys, clock, system_boot_clock());
    if (const Status kept = load_kept_keys(core); !kept) return kept.error();
    if (const Status same = check_promises(core, backup.head(), key); !same) return same.error();
    if (const Status current = take_due_steps(core); !current) return current.error();
    if (const Status ours = check_databases(core); !ours) return ours.error();
    if (const auto checked = check_all(core); !checked) return checked.error();
    return core;
}

} // namespace rapport::vault
