#include "storage/vault/guarded_keys.h"

#include "storage/sealed/faults.h"
#include "storage/vault/files.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/recovery.h"
#include "storage/vault/slots.h"

namespace rapport::vault {

namespace {

/// Whether the try was counted; an error when it may not be made.
Result<bool> count_try(const std::string& folder, const User* known, const BootTime& now)
{
    const bool own_door = is_there(folder + "/" + std::string(header_file));
    const bool admin = known != nullptr && known->role == Role::admin;
    const auto begun = begin_try(folder, known != nullptr ? known->slot : sealed::Id{}, now,
                                 own_door && !admin ? Closing::heeded : Closing::passed_by,
                                 own_door ? Shutting::after_ten : Shutting::never);
    if (begun) return true;
    if (begun.error().fault == sealed::fault::read_only_folder) return false;
    return begun.error();
}

Result<RoleKeys> by_recovery(const Header& header, const sealed::Secret& printed)
{
    const auto key = read_recovery_key(printed);
    if (!key) return key.error();
    auto copy = open_recovery(header, *key);
    if (!copy) return copy.error();
    if (const Status checked = check_header(header, copy->keys); !checked) return checked.error();
    return std::move(copy->keys);
}

} // namespace

Result<RoleKeys> guarded_keys(const std::string& folder, const Header& header, std::string_view user,
                              const sealed::Secret& secret, const BootTime& now)
{
    if (user == recovery_user) return by_recovery(header, secret);
    const User* const known = header.user(user);
    const auto counted = count_try(folder, known, now);
    if (!counted) return counted.error();
    auto keys = unlock(header, user, secret);
    if (!keys) return keys;
    if (*counted)
        if (const Status forgotten = forget_tries(folder, known->slot); !forgotten) return forgotten.error();
    if (keys->identity.empty()) return Error{fault::not_allowed, "both databases"};
    return keys;
}

} // namespace rapport::vault
