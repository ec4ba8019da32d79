#include "storage/vault/core.h"
#include "storage/vault/files.h"
#include "storage/vault/throttle.h"

namespace rapport::vault {

Result<Door> look_at_door(const std::string& folder)
{
    const auto place = absolute(folder);
    if (!place) return place.error();
    const auto header = load_header(*place);
    if (!header) return header.error();
    Door door;
    door.clinic = header->clinic;
    door.device = header->device;
    door.demo = header->demo;
    for (const User& user : header->users)
        door.users.push_back(user.name);
    if (const auto waiting = sealed::session_files(*place + "/" + std::string(inbox_folder)))
        door.waiting_sessions = static_cast<int>(waiting->size());
    door.last_unlocked_ms = read_auth_state(*place).last_unlocked_ms;
    return door;
}

} // namespace rapport::vault
