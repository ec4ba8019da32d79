#include <algorithm>
#include <numeric>

#include "instruments/sheet/document.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;

/// Code points, which are what a column of a terminal mostly is.
std::size_t width_of(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Where the first `count` code points end.
std::size_t end_of(std::string_view text, std::size_t count)
{
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && count-- == 0) break;
    }
    return at;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const std::size_t stop = text.find_first_of(" \n");
        std::string_view word = text.substr(0, stop);
        const std::size_t room = width - std::min(width, width_of(lines.back()) + (lines.back().empty() ? 0 : 1));
        if (width_of(word) > room && !lines.back().empty()) lines.emplace_back();
        while (width_of(word) > width) { // a word longer than the line
            const std::size_t part = end_of(word, width);
            lines.back() = word.substr(0, part);
            lines.emplace_back();
            word.remove_prefix(part);
        }
        if (!lines.back().empty() && !word.empty()) lines.back() += ' ';
        lines.back() += word;
        if (stop == std::string_view::npos) break;
        if (text[stop] == '\n') lines.emplace_back();
        text.remove_prefix(stop + 1);
    }
    return lines;
}

/// As wide as what stands in them; where that is too much, the widest give way.
std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows, std::size_t width)
{
    std::vector<std::size_t> widths(rows.front().size(), 1);
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));
    const auto total = [&] { return std::accumulate(widths.begin(), widths.end(), gap * (widths.size() - 1)); };
    while (total() > width) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        if (*widest <= narrowest) break;
        --*widest;
    }
    return widths;
}

std::string row_text(const std::vector<std::string>& row, const std::vector<std::size_t>& widths)
{
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        cells.push_back(wrap(row[i], widths[i]));
        height = std::max(height, cells.back().size());
    }
    std::string out;
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string part = line < cells[i].size() ? cells[i][line] : std::string();
            text += part + std::string(widths[i] - std::min(widths[i], width_of(part)) + gap, ' ');
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + "\n";
    }
    return out;
}

std::string joined(const std::vector<std::string>& lines, std::string_view first, std::string_view next)
{
    std::string out;
    for (const std::string& line : lines)
        out += std::string(&line == &lines.front() ? first : next) + line + "\n";
    return out;
}

std::string block_text(const Block& block, std::size_t width)
{
    std::string out;
    switch (block.kind) {
    case Block::Kind::heading:
        return block.text + "\n" + std::string(width_of(block.text), '-') + "\n";
    case Block::Kind::paragraph:
        return joined(wrap(block.text, width), "", "");
    case Block::Kind::list:
        for (const std::string& line : block.lines)
            out += joined(wrap(line, width - 2), "- ", "  ");
        return out;
    case Block::Kind::facts:
    case Block::Kind::table: {
        std::vector<std::vector<std::string>> rows = block.rows;
        if (!block.columns.empty()) rows.insert(rows.begin(), block.columns);
        const std::vector<std::size_t> widths = column_widths(rows, width);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            out += row_text(rows[i], widths);
            if (i > 0 || block.columns.empty()) continue;
            std::vector<std::string> rules;
            for (const std::size_t each : widths)
                rules.emplace_back(each, '-');
            out += row_text(rules, widths);
        }
        return out;
    }
    }
    return out;
}

} // namespace

std::string print_text(const Document& document, std::size_t width)
{
    std::string out = document.title + "\n" + std::string(width_of(document.title), '=') + "\n";
    for (const Block& block : document.blocks)
        out += "\n" + block_text(block, width);
    return out;
}

} // namespace rapport::instruments
