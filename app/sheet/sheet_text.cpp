#include <algorithm>
#include <array>

#include "app/sheet/sheet.h"
#include "app/shell/strings/strings.h"

namespace rapport::person_sheet {

using strings::say;

namespace {

constexpr std::size_t columns = 80;

/// Columns a text takes: one a code point, two where the script is written wide.
std::size_t width_of(std::string_view words)
{
    std::size_t width = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto byte = static_cast<unsigned char>(words[at]);
        if ((byte & 0xC0U) == 0x80U) continue;
        // U+2E80 and later of three bytes, and everything of four: Han, Kana, Hangul and their marks.
        const bool wide = byte >= 0xF0 || byte > 0xE2 ||
                          (byte == 0xE2 && at + 1 < words.size() && static_cast<unsigned char>(words[at + 1]) >= 0xBA);
        width += wide && byte >= 0xE2 ? 2 : 1;
    }
    return width;
}

std::string padded(std::string_view words, std::size_t width, bool right)
{
    const std::size_t own = width_of(words);
    const std::string space(own < width ? width - own : 0, ' ');
    return right ? space + std::string(words) : std::string(words) + space;
}

/// Wrapped at spaces; later lines are moved in.
void add(std::string& text, std::string_view words, std::size_t inset = 0)
{
    std::string line;
    const auto flush = [&] {
        text += line + "\n";
        line.assign(inset, ' ');
    };
    std::size_t from = 0;
    bool fresh = true;
    while (from <= words.size()) {
        const std::size_t end = std::min(words.find(' ', from), words.size());
        const std::string_view word = words.substr(from, end - from);
        if (!fresh && width_of(line) + 1 + width_of(word) > columns) {
            flush();
            fresh = true;
        }
        if (!fresh) line += ' ';
        line += word;
        fresh = false;
        from = end + 1;
    }
    text += line + "\n";
}

/// Rows whose columns stand under each other; the first is as it comes at the left, numbers at the right.
void add_table(std::string& text, const std::vector<std::vector<std::string>>& rows, std::size_t right_from,
               std::size_t right_to)
{
    std::vector<std::size_t> widths;
    for (const auto& row : rows)
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (widths.size() <= c) widths.push_back(0);
            widths[c] = std::max(widths[c], width_of(row[c]));
        }
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c)
            line += (c == 0 ? "  " : "  ") + padded(row[c], widths[c], c >= right_from && c <= right_to);
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
}

void add_part(std::string& text, const InstrumentPart& part)
{
    text += "\n";
    add(text, part.title);
    if (!part.earlier.empty()) add(text, "  " + part.earlier, 2);
    std::vector<std::vector<std::string>> rows{part.heads};
    for (const VisitLine& visit : part.visits)
        rows.push_back({visit.day, visit.total, visit.answered, visit.since, visit.how});
    add_table(text, rows, 1, 3);
    for (const std::string& words : part.changes)
        add(text, "  " + words, 4);
    rows.clear();
    for (const auto& cluster : part.clusters)
        rows.push_back({cluster[0], cluster[1], cluster[2], cluster[3]});
    if (!rows.empty()) {
        add(text, "  " + std::string(say("desk.person.clusters")));
        add_table(text, rows, 2, 3);
    }
    rows.clear();
    for (const ItemLine& item : part.items)
        rows.push_back({item.number, item.label, item.answer + (item.corrected ? "*" : ""), item.change});
    if (rows.empty()) return;
    add(text, "  " + part.items_title, 2);
    add_table(text, rows, 2, 3);
    if (std::ranges::any_of(part.items, &ItemLine::corrected))
        add(text, "  " + std::string(say("visit_sheet.corrected")));
}

} // namespace

std::string sheet_text(const SheetView& sheet)
{
    std::string text;
    add(text, sheet.clinic + ". " + sheet.title);
    add(text, sheet.name.empty() ? sheet.who : sheet.who + " (" + sheet.name + ")");
    add(text, sheet.facts);
    text += "\n";
    for (const std::string& alert : sheet.alerts)
        add(text, std::string(say("visit_sheet.alert")) + " " + alert, 2);
    for (const std::string& sentence : sheet.sentences)
        add(text, sentence, 2);
    for (const InstrumentPart& part : sheet.parts)
        add_part(text, part);
    for (const AllianceTable& alliance : sheet.alliances) {
        text += "\n";
        add(text, alliance.title);
        std::vector<std::vector<std::string>> rows{{"", std::string(say("desk.person.alliance.patient")),
                                                    std::string(say("desk.person.alliance.therapist")),
                                                    std::string(say("desk.person.alliance.gap"))}};
        for (const auto& row : alliance.rows)
            rows.push_back({row[0], row[1], row[2], row[3]});
        if (rows.size() > 1) add_table(text, rows, 1, 3);
        for (const std::string& words : alliance.words)
            add(text, "  " + words, 4);
    }
    for (const Section& section : sheet.sections) {
        text += "\n";
        add(text, section.title);
        for (const std::string& line : section.lines)
            add(text, "  " + line, 4);
    }
    text += "\n";
    add(text, sheet.foot);
    return text;
}

} // namespace rapport::person_sheet
