#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "instruments/base/result.h"

namespace rapport::vault {

/// One line in `drills.log` beside the backup: when (UTC), which file, and "ok" or the fault's name.
/// Errors: cannot_write.
[[nodiscard]] Status log_drill(const std::string& backup, const std::string& outcome, std::int64_t now_ms);

struct LoggedDrill {
    std::string when; ///< ISO 8601, UTC
    std::string file;
    std::string outcome; ///< "ok" or the fault's name
};
/// The last line of that log; nothing when there is none.
[[nodiscard]] std::optional<LoggedDrill> last_drill(const std::string& folder);

} // namespace rapport::vault
