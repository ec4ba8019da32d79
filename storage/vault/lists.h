#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rapport::vault {

/// Instrument ids (which hold no line breaks) as one text, one a line.
[[nodiscard]] std::string join_lines(const std::vector<std::string>& lines);
[[nodiscard]] std::vector<std::string> split_lines(std::string_view text);

} // namespace rapport::vault
