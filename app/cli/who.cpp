#include "app/cli/who.h"

#include "storage/vault/vault.h"

namespace rapport::cli {

Result<std::string> user_or_only(const std::string& vault, const std::string& named)
{
    if (!named.empty()) return named;
    auto door = vault::look_at_door(vault);
    if (!door) return door.error();
    if (door->users.size() != 1) return fault::which_user;
    return door->users.front();
}

} // namespace rapport::cli
