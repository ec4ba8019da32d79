#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::instruments {

using CsvRow = std::vector<std::string>;

/// RFC 4180 with "\n" line ends; a cell is quoted only where it must be.
[[nodiscard]] std::string write_csv(const std::vector<CsvRow>& rows);

/// RFC 4180, with "\n" or "\r\n", and with or without a byte order mark. Nothing when a quote is not closed or has
/// text after it.
[[nodiscard]] std::optional<std::vector<CsvRow>> read_csv(std::string_view text);

} // namespace rapport::instruments
