#include "storage/vault/vault_of.h"

namespace rapport::vault {

Result<std::vector<DeviceSeen>> Vault::devices()
{
    std::vector<DeviceSeen> out;
    const Status read = state_->database.each(
        "SELECT device, program, first_ms, last_ms FROM main.device_seen ORDER BY last_ms DESC, device", {},
        [&](const Row& row) {
            out.push_back({row.text(0), row.text(1), row.integer(2), row.integer(3)});
            return true;
        });
    if (!read) return read.error();
    return out;
}

} // namespace rapport::vault
