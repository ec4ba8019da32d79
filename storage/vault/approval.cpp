#include "storage/vault/approval.h"

#include <algorithm>

#include "storage/vault/open_vault.h"
#include "storage/vault/recovery.h"
#include "storage/vault/throttle.h"

namespace rapport::vault {

namespace {

Result<Approved> approve_by_recovery(const std::string& place, const Header& header, const sealed::Secret& typed)
{
    auto key = read_recovery_key(typed);
    if (!key) return key.error();
    auto copy = open_recovery(header, *key);
    if (!copy) return copy.error();
    if (const Status checked = check_header(header, copy->keys); !checked) return checked.error();
    if (const Status opened = reopen_day(place); !opened) return opened.error();
    sealed::Secret root = copy->root.copy();
    return Approved{std::move(root), std::move(*copy), std::move(*key), std::string(recovery_user)};
}

} // namespace

Result<Unlocked> prove(const std::string& place, const Header& header, std::string_view user,
                       const sealed::Secret& passphrase, const BootTime& now)
{
    const User* const known = header.user(user);
    const sealed::Id slot = known != nullptr ? known->slot : sealed::Id{};
    const bool admin = known != nullptr && known->role == Role::admin;
    const auto failed = begin_try(place, slot, now, admin ? Closing::passed_by : Closing::heeded);
    if (!failed) return failed.error();
    auto unlocked = unlock_user(header, user, passphrase);
    if (!unlocked) return unlocked.error();
    if (const Status forgotten = forget_tries(place, slot); !forgotten) return forgotten.error();
    return unlocked;
}

Result<Approved> approve(const std::string& place, const Header& header, const Approval& approval, const BootTime& now)
{
    if (!approval.recovery.empty()) return approve_by_recovery(place, header, approval.recovery);
    auto unlocked = prove(place, header, approval.admin, approval.passphrase, now);
    if (!unlocked) return unlocked.error();
    if (unlocked->keys.root.empty()) return Error{fault::not_allowed, "no administrator"};
    if (const Status opened = reopen_day(place); !opened) return opened.error();
    return Approved{std::move(unlocked->keys.root), std::nullopt, {}, approval.admin};
}

Status bring_up_to_date(Header& header, const Approved& approved)
{
    if (header.format == newest_format) return {};
    if (!approved.copy) return Error{fault::not_allowed, "format 1 takes the recovery key"};
    header.format = newest_format;
    header.policy = KdfCost::floor();
    for (const User& user : header.users) {
        header.policy.memory_bytes = std::max(header.policy.memory_bytes, user.wrap.cost.memory_bytes);
        header.policy.passes = std::max(header.policy.passes, user.wrap.cost.passes);
    }
    bind_recovery(header, approved.printed, approved.copy->audit);
    seal_recovery(header, approved.copy->keys, approved.root);
    return {};
}

} // namespace rapport::vault
