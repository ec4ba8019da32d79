#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "instruments/base/result.h"
#include "storage/vault/vault.h"

namespace rapport::desk {

/// Everything the unlock page may say: nothing of any patient, only how many sealed sessions wait.
struct UnlockView {
    std::vector<std::string> users;
    bool see_first = false; ///< the last person who answered should be seen first
    std::string waiting;    ///< "2 finished sessions open when you unlock."
    std::string device;     ///< "This device, North clinic tablet 3. Last unlocked today 08:41."
    std::string trouble;    ///< why there is no door at all; then no field is shown
};

[[nodiscard]] UnlockView make_unlock_view(const Result<vault::Door>& door, std::int64_t now_ms);

} // namespace rapport::desk
