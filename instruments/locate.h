#pragma once

#include <string_view>
#include <vector>

#include "instruments/reader.h"

namespace rapport::instruments {

/// Gives each problem the line and column where the value of its pointer begins in `json`, or, for a value that is not
/// there, the nearest one around it. Problems that have a line already keep it.
void locate(std::string_view json, std::vector<Problem>& problems);

/// Line and column of a byte, both from 1; a column is one code point.
struct TextPlace {
    int line = 1;
    int column = 1;
};
[[nodiscard]] TextPlace text_place(std::string_view text, std::size_t byte);

} // namespace rapport::instruments
