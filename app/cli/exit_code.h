#pragma once

#include "instruments/base/result.h"

namespace rapport::cli {

/// The command line's exit codes are public contract: app/cli/README.md.
enum class Exit : int { done = 0, refused = 1, usage = 2, environment = 3 };

/// 3 for what the machine or the disk did, 1 for everything Rapport refused or found wrong.
[[nodiscard]] Exit exit_for(Fault fault);

/// Says the fault's sentence on stderr and gives its exit code.
[[nodiscard]] int fail(const Error& error);
/// The same for a sentence of the command's own.
[[nodiscard]] int refuse(const char* sentence);
[[nodiscard]] int refuse(const std::string& sentence);

[[nodiscard]] inline int code(Exit exit)
{
    return static_cast<int>(exit);
}

} // namespace rapport::cli
