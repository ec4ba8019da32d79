#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/shell/semantic.h"

namespace rapport::access {

/// One thing as an assistive technology is told of it. A flat semantic tree becomes pages that hold groups that hold
/// nodes, since a reader counts "2 of 5" among the children of one parent and names a page when the focus enters it.
struct Entry {
    enum class Kind : std::uint8_t { page, group, node };
    Kind kind = Kind::node;
    std::string key{};      ///< the same key is the same thing still; a new page has all keys new
    std::size_t parent = 0; ///< index of the page or group that holds it; itself for a page
    shell::Node node{};
};

/// In reading order, parents before children. What a secret holds is left out here, once for all.
[[nodiscard]] std::vector<Entry> outline(const std::vector<shell::Node>& nodes);

} // namespace rapport::access
