#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/scoring.h"

namespace rapport::cli {

/// What each column of a file of answers is for, worked out from its header.
struct CsvColumns {
    enum class Use : std::uint8_t { carried, item, sex, age, education };
    struct Column {
        Use use = Use::carried;
        std::size_t item = 0;     ///< with Use::item, index into Definition::items
        std::uint32_t digits = 0; ///< bit n is set when n, from 0 to 9, is one of the item's choices
    };
    std::vector<Column> columns;
    std::string out_header; ///< of the file of scores, with its line end
    std::string wrong;      ///< why the header cannot be used, one sentence; empty when it can
};

/// An item's column is called by its id, alone or after "q" or "item_". "sex" and "age" are context. Any other column
/// is carried over. Every item that counts needs a column, so that a misspelt one is never taken for unanswered.
[[nodiscard]] CsvColumns read_header(const instruments::Definition& definition,
                                     const std::vector<std::string_view>& names);

/// One row's answers. `wrong` is one clause that says what is wrong with them; it never holds a cell's content.
struct CsvAnswers {
    instruments::Response response;
    instruments::Context context;
    std::string carried; ///< the carried cells as they are written, each followed by a comma
    std::string wrong;
};

/// Reads one row into `answers`, whose memory is used again.
void read_answers(const instruments::Definition& definition, const CsvColumns& columns,
                  const std::vector<std::string_view>& cells, CsvAnswers& answers);

/// Appends one row of the file of scores, with its line end.
void append_scores(const instruments::Definition& definition, const CsvAnswers& answers,
                   const instruments::Scored& scored, std::string& out);

/// Appends words from outside as one cell: a first character that a spreadsheet would run as a formula gets an
/// apostrophe before it, unless the cell is a number.
void append_carried_cell(std::string_view cell, std::string& out);

} // namespace rapport::cli
