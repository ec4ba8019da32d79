#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::cli {

/// The longest row of a file of answers that is read, with its cells quoted and all.
inline constexpr std::size_t longest_row = std::size_t{1} << 20;

/// Whole rows of a CSV file, as they stand in it.
struct CsvChunk {
    std::string text;
    std::size_t line = 1; ///< of the file, where `text` begins
    std::size_t number = 0;
};

/// Reads a CSV file piece by piece, always to the end of a row, so that memory does not grow with the file.
///
/// Format   RFC 4180: comma, cells quoted with " where needed, a quotation mark doubled inside; LF or CRLF.
/// Last row needs no line end. A row longer than `longest_row` ends the reading with `too_long` set.
class CsvChunks {
public:
    /// `descriptor` stays the caller's.
    explicit CsvChunks(int descriptor) : descriptor_(descriptor) {}

    /// False at the end. Errors: cannot_read.
    [[nodiscard]] Result<bool> next(CsvChunk& chunk);
    /// The first row alone, for the header. Errors: cannot_read.
    [[nodiscard]] Result<bool> first_row(CsvChunk& chunk);
    /// Where a row begins that is longer than any row may be; 0 when there is none.
    [[nodiscard]] std::size_t too_long_line() const { return too_long_line_; }

private:
    [[nodiscard]] Status fill();
    [[nodiscard]] Result<bool> take(CsvChunk& chunk, bool one_row);

    int descriptor_;
    std::string waiting_;
    bool ended_ = false;
    std::size_t line_ = 1;
    std::size_t number_ = 0;
    std::size_t too_long_line_ = 0;
};

enum class RowFault : std::uint8_t { none, stray_quote, open_quote };

/// Goes through a chunk's rows. Cells are views into the chunk or into the walk itself, good until the next row.
class CsvRows {
public:
    CsvRows(std::string_view text, std::size_t line) : rest_(text), next_line_(line) {}

    /// False after the last. Rows with nothing in them are passed over.
    [[nodiscard]] bool next();
    [[nodiscard]] const std::vector<std::string_view>& cells() const { return cells_; }
    [[nodiscard]] std::size_t line() const { return line_; }
    [[nodiscard]] RowFault fault() const { return fault_; }

private:
    void read_row();
    std::string_view quoted_cell();
    std::string_view plain_cell();

    std::string_view rest_;
    std::size_t line_ = 0;
    std::size_t next_line_;
    std::vector<std::string_view> cells_;
    std::deque<std::string> unquoted_; ///< cells that held a doubled quotation mark; views into it must stay good
    std::size_t unquoted_used_ = 0;
    RowFault fault_ = RowFault::none;
};

} // namespace rapport::cli
