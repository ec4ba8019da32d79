#pragma once

#include "instruments/exchange/csv.h"
#include "storage/release/read_back.h"

/// What the readers of a release share.
namespace rapport::release {

[[nodiscard]] Error bad_line(std::string_view file, std::size_t line, std::string_view what);

/// A table by the names of its columns. Lines are counted from 1, the header's.
class ReadTable {
public:
    /// Errors: bad_released_file.
    [[nodiscard]] static Result<ReadTable> of(std::string_view file, std::string_view text);
    [[nodiscard]] std::size_t rows() const { return rows_.size() - 1; }
    [[nodiscard]] bool has(const std::string& column) const { return column_.contains(column); }
    /// A cell of a data row, from 0, unguarded; empty where there is no such column.
    [[nodiscard]] std::string at(std::size_t row, const std::string& column) const;

private:
    std::vector<instruments::CsvRow> rows_;
    std::map<std::string, std::size_t> column_;
};

/// Without the apostrophe that keeps a spreadsheet from running it (csv.h, text_cell).
[[nodiscard]] std::string unguarded(const std::string& cell);
/// Whole numbers and decimals as files write them; nothing when the text is not all number.
[[nodiscard]] std::optional<int> whole_of(std::string_view text);
[[nodiscard]] std::optional<double> number_of(std::string_view text);
/// ISO 8601 to a civil day since 1970-01-01.
[[nodiscard]] std::optional<std::int32_t> day_of(std::string_view text);
[[nodiscard]] std::optional<instruments::Missing> reason_of(std::string_view word);
/// By id, and by version where one is given.
[[nodiscard]] const instruments::Definition* definition_of(Known definitions, std::string_view id,
                                                           std::optional<std::string_view> version = {});

} // namespace rapport::release
