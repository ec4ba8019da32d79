#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/library.h"

/// Which Rapport this is. The facts are in one generated source that every build looks at again, so that a new commit
/// compiles that file and links the programs, and nothing else.
namespace rapport::about {

struct Build {
    std::string version; ///< of the project: "0.1.0"
    /// 40 hex digits; "-changed" after them when what the programs are made of was not as committed; "unknown" where
    /// neither git nor the source archive told.
    std::string commit;
    std::string compiler; ///< "GNU 12.2.0"
};
[[nodiscard]] const Build& this_build();

/// Compiled into the programs or headers alone, and those of the window programs: versions as they were found when the
/// build was configured. `runs` is empty.
[[nodiscard]] const std::vector<Library>& header_libraries();
[[nodiscard]] const std::vector<Library>& window_libraries();

/// "rapport-desk 0.1.0 (0123456789ab-changed)": the commit by its first twelve digits.
[[nodiscard]] std::string one_line(std::string_view program);

} // namespace rapport::about
