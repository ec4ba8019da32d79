#include "storage/vault/given_rights.h"

#include <algorithm>

#include "storage/vault/approval.h"
#include "storage/vault/audit.h"
#include "storage/vault/lists.h"
#include "storage/vault/reason.h"
#include "storage/vault/rights.h"
#include "storage/vault/vault_of.h"

namespace rapport::vault {

namespace {

std::string setting_of(Right right)
{
    return "right:" + std::string(word(right));
}

/// Slots in hex, one a line, in the order in which they got it.
Result<std::vector<std::string>> slots_with(Core& core, Right right)
{
    const auto kept = core.database.ask("SELECT value FROM identity.setting WHERE name = ?", {setting_of(right)});
    if (!kept) return kept.error();
    if (!*kept || (*kept)->empty()) return std::vector<std::string>{};
    return split_lines(**kept);
}

Status keep(Core& core, Right right, const std::vector<std::string>& slots)
{
    return core.database.run("INSERT INTO identity.setting (name, value) VALUES (?, ?) "
                             "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                             {setting_of(right), join_lines(slots)});
}

Result<std::string> slot_of(const Core& core, std::string_view user)
{
    const User* const known = core.header.user(user);
    if (known == nullptr) return fault::unknown_user;
    if (known->role != Role::clinician) return Error{fault::not_allowed, "role"};
    return sealed::hex(known->slot);
}

} // namespace

std::string_view word(Right right)
{
    return right == Right::identified ? "identified" : "reidentify";
}

Status give_right(Vault& vault, Right right, std::string_view user, std::string_view reason, const Approval& approval)
{
    Core& core = VaultOf::core(vault);
    if (Status may = clinicians_only(core, "give_right"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    const auto slot = slot_of(core, user);
    if (!slot) return slot.error();
    auto slots = slots_with(core, right);
    if (!slots) return slots.error();
    if (std::ranges::find(*slots, *slot) != slots->end()) return fault::no_change;
    const auto approved = approve(core.folder, core.header, approval, core.boot_clock());
    if (!approved) return approved.error();
    slots->push_back(*slot);
    return act(core, {"right_given", *slot, std::string(word(right)), {}, {}, std::string(reason)},
               [&] { return keep(core, right, *slots); });
}

Status take_right(Vault& vault, Right right, std::string_view user, std::string_view reason)
{
    Core& core = VaultOf::core(vault);
    if (Status may = clinicians_only(core, "take_right"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    const auto slot = slot_of(core, user);
    if (!slot) return slot.error();
    auto slots = slots_with(core, right);
    if (!slots) return slots.error();
    if (std::erase(*slots, *slot) == 0) return fault::no_change;
    return act(core, {"right_taken", *slot, std::string(word(right)), {}, {}, std::string(reason)},
               [&] { return keep(core, right, *slots); });
}

Result<std::vector<std::string>> who_has(Vault& vault, Right right)
{
    Core& core = VaultOf::core(vault);
    if (const Status may = clinicians_only(core, "who_has"); !may) return may.error();
    const auto slots = slots_with(core, right);
    if (!slots) return slots.error();
    std::vector<std::string> names;
    for (const User& user : core.header.users)
        if (std::ranges::find(*slots, sealed::hex(user.slot)) != slots->end()) names.push_back(user.name);
    return names;
}

Status must_have(Vault& vault, Right right)
{
    Core& core = VaultOf::core(vault);
    const std::string name(word(right));
    if (Status may = clinicians_only(core, name.c_str()); !may) return may;
    const auto slots = slots_with(core, right);
    if (!slots) return slots.error();
    const User* const user = core.header.user(core.user);
    if (user == nullptr || std::ranges::find(*slots, sealed::hex(user->slot)) == slots->end())
        return Error{fault::not_allowed, name};
    return {};
}

Status prove_again(Vault& vault, const sealed::Secret& passphrase)
{
    Core& core = VaultOf::core(vault);
    if (core.header.user(core.user) == nullptr) return Error{fault::not_allowed, "no passphrase of its own"};
    const auto unlocked = prove(core.folder, core.header, core.user, passphrase, core.boot_clock());
    if (!unlocked) return unlocked.error();
    return {};
}

} // namespace rapport::vault
