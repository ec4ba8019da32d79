#include "instruments/sheet/document.h"

#include <algorithm>

namespace rapport::instruments {

void Document::heading(std::string text)
{
    blocks.push_back({Block::Kind::heading, std::move(text), {}, {}, {}});
}

void Document::paragraph(std::string text)
{
    if (!text.empty()) blocks.push_back({Block::Kind::paragraph, std::move(text), {}, {}, {}});
}

void Document::list(std::vector<std::string> lines)
{
    if (!lines.empty()) blocks.push_back({Block::Kind::list, {}, std::move(lines), {}, {}});
}

void Document::facts(std::vector<std::vector<std::string>> rows)
{
    std::erase_if(rows, [](const std::vector<std::string>& row) { return row.at(1).empty(); });
    if (!rows.empty()) blocks.push_back({Block::Kind::facts, {}, {}, {}, std::move(rows)});
}

void Document::table(std::vector<std::string> columns, std::vector<std::vector<std::string>> rows)
{
    for (std::size_t column = columns.size(); column-- > 0;) {
        const bool used = std::any_of(rows.begin(), rows.end(),
                                      [&](const std::vector<std::string>& row) { return !row.at(column).empty(); });
        if (used) continue;
        const auto at = static_cast<std::ptrdiff_t>(column);
        columns.erase(columns.begin() + at);
        for (std::vector<std::string>& row : rows)
            row.erase(row.begin() + at);
    }
    if (!rows.empty() && !columns.empty())
        blocks.push_back({Block::Kind::table, {}, {}, std::move(columns), std::move(rows)});
}

} // namespace rapport::instruments
