#pragma once

#include <string>
#include <vector>

namespace rapport::instruments {

/// A few kinds of block, which is all a scoring sheet needs. Texts are plain; whoever prints them escapes them.
struct Block {
    enum class Kind : std::uint8_t {
        heading,   ///< of a part
        paragraph, ///< one text
        list,      ///< `lines`
        facts,     ///< `rows` of two cells: what, and its value
        table,     ///< `columns` and `rows` of as many cells
    };
    Kind kind = Kind::paragraph;
    std::string text;
    std::vector<std::string> lines;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

struct Document {
    std::string language; ///< of the sheet's own words, BCP 47
    std::string title;
    std::vector<Block> blocks;

    void heading(std::string text);
    void paragraph(std::string text); ///< nothing when it is empty
    void list(std::vector<std::string> lines);
    void facts(std::vector<std::vector<std::string>> rows);
    /// Columns in which no row has anything are left out.
    void table(std::vector<std::string> columns, std::vector<std::vector<std::string>> rows);
};

/// For a terminal: at most `width` columns, one code point counted as one.
[[nodiscard]] std::string print_text(const Document& document, std::size_t width = 100);

/// One HTML file that needs nothing besides itself, has no script, and prints on A4.
[[nodiscard]] std::string print_html(const Document& document);

} // namespace rapport::instruments
