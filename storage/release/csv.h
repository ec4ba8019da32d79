#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/release/release.h"

namespace rapport::release {

/// Text as a cell: cleaned, and with an apostrophe before a first character that a spreadsheet would run as a formula
/// (= + - @ tab). For words only: a number is written as it is.
[[nodiscard]] std::string text_cell(std::string_view text);

/// A cell by RFC 4180: quoted where it has to be.
void append_csv_cell(std::string& out, std::string_view cell);

/// One line by RFC 4180, with LF as line end.
[[nodiscard]] std::string csv_line(std::span<const std::string> cells);

/// A CSV file on its way to a sink: every row as wide as the header.
class CsvFile {
public:
    /// Errors: unclassified_column, and the sink's.
    [[nodiscard]] static Result<CsvFile> open(Sink& sink, std::string name, const std::vector<std::string>& header,
                                              std::span<const instruments::Definition* const> definitions);
    Status row(std::span<const std::string> cells);
    /// A line that is written already, its end included.
    Status line_as_it_is(std::string_view line);
    [[nodiscard]] Result<WrittenFile> close();

private:
    explicit CsvFile(Sink& sink) : sink_(&sink) {}
    Status line(std::span<const std::string> cells);
    Status flush();

    Sink* sink_;
    WrittenFile file_;
    std::string waiting_;
};

/// A whole small file at once.
[[nodiscard]] Result<WrittenFile> write_text(Sink& sink, std::string name, std::string_view text);

} // namespace rapport::release
