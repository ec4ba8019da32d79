#include "app/cli/who.h"

#include "storage/vault/users.h"

namespace rapport::cli {

Result<std::string> user_or_only(const std::string& vault, const std::string& named)
{
    if (!named.empty()) return named;
    auto door = vault::look_at_door(vault);
    if (!door) return door.error();
    if (door->users.size() != 1) return fault::which_user;
    return door->users.front();
}

Result<std::string> admin_or_only(const std::string& vault, const std::string& named)
{
    if (!named.empty()) return named;
    const auto rows = vault::list_users(vault);
    if (!rows) return rows.error();
    std::string only;
    for (const vault::UserRow& row : *rows) {
        if (row.role != vault::Role::admin) continue;
        if (!only.empty()) return fault::which_user;
        only = row.name;
    }
    if (only.empty()) return Error{vault::fault::not_allowed, "no administrator"};
    return only;
}

Result<vault::Approval> ApprovalSource::take(const std::string& vault) const
{
    vault::Approval approval;
    if (by_recovery()) {
        auto key = ask_recovery ? ask_terminal("Recovery key: ", true) : recovery.take("Recovery key: ");
        if (!key) return key.error();
        approval.recovery = std::move(*key);
        return approval;
    }
    auto named = admin_or_only(vault, admin);
    if (!named) return named.error();
    auto words = admin_passphrase.take("The administrator's passphrase: ");
    if (!words) return words.error();
    approval.admin = std::move(*named);
    approval.passphrase = std::move(*words);
    return approval;
}

} // namespace rapport::cli
