#pragma once

#include <cstdint>
#include <string>

#include "instruments/base/result.h"

namespace rapport::cli {

/// One line in `drills.log` beside the backup: when (UTC), which file, and "ok" or the fault's name.
/// Errors: cannot_write.
[[nodiscard]] Status log_drill(const std::string& backup, const std::string& outcome, std::int64_t now_ms);

} // namespace rapport::cli
