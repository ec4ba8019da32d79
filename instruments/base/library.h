#pragma once

#include <string>

namespace rapport {

/// A library from outside that a room stands on, in the library's own words. Each room tells of its own, since each
/// library has one door.
struct Library {
    std::string name;
    std::string built; ///< the version compiled against; empty where its headers do not tell
    std::string runs;  ///< the version loaded now; empty where the library does not tell
};

/// "2.46.0"
[[nodiscard]] inline std::string dotted(int major, int minor, int micro)
{
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(micro);
}

} // namespace rapport
