#include <algorithm>

#include "storage/vault/approval.h"
#include "storage/vault/rights.h"
#include "storage/vault/rotation.h"

namespace rapport::vault {

namespace {

/// Errors: unknown_user, not_allowed, last_clinician.
Result<sealed::Id> may_go(const Core& core, std::string_view name)
{
    const User* const user = core.header.user(name);
    if (user == nullptr) return fault::unknown_user;
    if (name == core.user) return Error{fault::not_allowed, "oneself"};
    const auto clinicians = std::ranges::count(core.header.users, Role::clinician, &User::role);
    if (user->role == Role::clinician && clinicians == 1) return fault::last_clinician;
    return user->slot;
}

} // namespace

Status Vault::remove_user(std::string_view name, const Approval& approval, const Progressing& tell)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "remove_user"); !may) return may;
    const auto slot = may_go(core, name);
    if (!slot) return slot.error();
    const auto approved = approve(core.folder, core.header, approval, core.boot_clock());
    if (!approved) return approved.error();
    const auto verify_all = [this]() -> Status {
        const auto verified = verify();
        return verified ? Status() : Status(verified.error());
    };
    return rotate(core, *approved, {*slot, "user removed"}, verify_all, tell);
}

Status Vault::rotate_keys(std::string_view reason, const Approval& approval, const Progressing& tell)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "rotate_keys"); !may) return may;
    if (reason.empty()) return Error{fault::empty_note, "reason"};
    const auto approved = approve(core.folder, core.header, approval, core.boot_clock());
    if (!approved) return approved.error();
    const auto verify_all = [this]() -> Status {
        const auto verified = verify();
        return verified ? Status() : Status(verified.error());
    };
    return rotate(core, *approved, {std::nullopt, std::string(reason)}, verify_all, tell);
}

} // namespace rapport::vault
