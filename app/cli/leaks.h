#pragma once

#include <string>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::cli {

/// Where a marker stood that must stand nowhere. The marker itself is not repeated.
struct Leak {
    std::string file;
    std::size_t marker = 0; ///< its place in the list searched for
    std::string encoding;   ///< "utf-8" or "utf-16"
};

/// Searches every byte of every file below the folders. Errors: missing_file, cannot_read.
struct Search {
    std::vector<Leak> leaks;
    std::size_t files = 0;
    std::size_t bytes = 0;
};
[[nodiscard]] Result<Search> search_for(const std::vector<std::string>& markers,
                                        const std::vector<std::string>& folders);

} // namespace rapport::cli
