#pragma once

#include <string_view>
#include <vector>

#include "instruments/reader.h"

namespace rapport::instruments {

/// How a starting file marks a place that its author has to fill.
inline constexpr std::string_view unfilled_mark = "FILL IN";

/// Every value of a JSON text that still begins with the mark, with pointer, line and column.
[[nodiscard]] std::vector<Problem> unfilled_places(std::string_view json);

} // namespace rapport::instruments
