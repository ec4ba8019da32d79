#include <algorithm>

#include "app/sheet/sheet_chart.h"
#include "app/shell/strings/strings.h"

namespace rapport::person_sheet {

using strings::say;

namespace {

constexpr double margin = 36;
constexpr double gap = 10;
constexpr double foot_room = 26;
constexpr double chart_height = 168;
constexpr double visit_pitch = 10.6;
constexpr Print body{7.6, false, black};
constexpr Print quiet{7, false, soft};
constexpr Print title{9, true, black};

/// The page as it fills up: what does not fit any more is counted, and the foot says how much was left out.
struct Flow {
    Paper& paper;
    double y = margin;
    double left = margin;
    double width = 0;
    double end = 0;
    int left_out = 0;

    [[nodiscard]] bool fits(double height) const { return y + height <= end; }
    void write(std::string_view words, const Print& print, double inset = 0)
    {
        const double height = paper.height_of(width - inset, words, print);
        if (left_out > 0 || !fits(height)) {
            ++left_out;
            return;
        }
        y += paper.write({left + inset, y}, width - inset, words, print);
    }
    void skip(double by) { y += by; }
};

void write_head(Flow& flow, const SheetView& sheet)
{
    Paper& paper = flow.paper;
    paper.write({flow.left, flow.y}, flow.width / 2, sheet.clinic, quiet);
    Print right = quiet;
    right.side = Side::right;
    flow.y += paper.write({flow.left + flow.width / 2, flow.y}, flow.width / 2, sheet.title, right) + 3;
    const Print who{15, true, black};
    const double who_width = paper.width_of(sheet.who, who);
    const double height = paper.write({flow.left, flow.y}, flow.width, sheet.who, who);
    if (!sheet.name.empty())
        paper.write({flow.left + who_width + 12, flow.y + 5}, flow.width - who_width - 12, sheet.name,
                    {10, false, black, Side::left, 1});
    flow.y += height + 1;
    flow.write(sheet.facts, quiet);
    flow.skip(4);
    paper.stroke({flow.left, flow.y}, {flow.left + flow.width, flow.y}, rule_tone);
    flow.skip(5);
    for (const std::string& alert : sheet.alerts)
        flow.write(std::string(say("visit_sheet.alert")) + " " + alert, {8.5, true, black});
    for (const std::string& sentence : sheet.sentences)
        flow.write(sentence, {8.5, &sentence == &sheet.sentences.front(), black});
    flow.skip(gap);
}

/// Rows of one table; columns end where `rights` say, the first starts at the left.
void write_row(Paper& paper, double x, double y, const std::vector<std::string>& cells,
               const std::vector<double>& rights, double last_width, Print print)
{
    for (std::size_t c = 0; c < cells.size(); ++c) {
        Print own = print;
        own.most_lines = 1;
        if (c == 0) {
            paper.write({x, y}, rights[0], cells[c], own);
        } else if (c + 1 == cells.size() && last_width > 0) {
            paper.write({x + rights[c - 1] + 10, y}, last_width, cells[c], own);
        } else {
            own.side = Side::right;
            paper.write({x + rights[c - 1], y}, rights[c] - rights[c - 1], cells[c], own);
        }
    }
}

void write_visits(Flow& flow, const InstrumentPart& part, double width)
{
    constexpr double pitch = visit_pitch;
    const double height = pitch * static_cast<double>(part.visits.size() + 1);
    if (flow.left_out > 0 || !flow.fits(height)) {
        flow.left_out += static_cast<int>(part.visits.size());
        return;
    }
    const std::vector<double> rights{80, 130, 185, 250};
    flow.paper.fill({flow.left - 2, flow.y - 1, width + 4, pitch}, band_tone);
    write_row(flow.paper, flow.left, flow.y, part.heads, rights, width - 260, quiet);
    flow.y += pitch;
    for (const VisitLine& visit : part.visits) {
        write_row(flow.paper, flow.left, flow.y, {visit.day, visit.total, visit.answered, visit.since, visit.how},
                  rights, width - 260, body);
        flow.y += pitch;
    }
    if (!part.earlier.empty()) flow.write(part.earlier, quiet);
}

/// One more questionnaire: its visits below its title, or neither.
void write_other(Flow& flow, const InstrumentPart& part)
{
    const double needed =
        flow.paper.height_of(flow.width, part.title, title) + visit_pitch * static_cast<double>(part.visits.size() + 1);
    if (flow.left_out > 0 || !flow.fits(needed)) {
        flow.left_out += static_cast<int>(part.visits.size()) + 1;
        return;
    }
    flow.write(part.title, title);
    write_visits(flow, part, flow.width);
    flow.skip(3);
    for (const std::string& words : part.changes)
        flow.write(words, quiet);
    flow.skip(gap - 4);
}

/// Items of the last visit in two columns, clusters in a third.
void write_items(Flow& flow, const InstrumentPart& part)
{
    if (part.items.empty()) return;
    constexpr double pitch = 9.8;
    const std::size_t per_column = (part.items.size() + 1) / 2;
    const std::size_t rows = std::max(per_column, part.clusters.size() + 1);
    const double height = pitch * static_cast<double>(rows + 1) + 4;
    if (flow.left_out > 0 || !flow.fits(height)) {
        flow.left_out += static_cast<int>(part.items.size());
        return;
    }
    Paper& paper = flow.paper;
    const bool clusters = !part.clusters.empty();
    const double column = clusters ? flow.width * 0.345 : flow.width * 0.48;
    paper.write({flow.left, flow.y}, 2 * column, part.items_title, {7.6, true, black});
    const double top = flow.y + pitch + 2;
    for (std::size_t n = 0; n < part.items.size(); ++n) {
        const ItemLine& item = part.items[n];
        const double x = flow.left + column * static_cast<double>(n / per_column);
        const double y = top + pitch * static_cast<double>(n % per_column);
        Print right = body;
        right.side = Side::right;
        right.most_lines = 1;
        paper.write({x, y}, 12, item.number, {6.5, false, soft, Side::right, 1});
        paper.write({x + 16, y}, column - 86, item.label, {7, false, black, Side::left, 1});
        paper.write({x + column - 68, y}, 36, item.answer + (item.corrected ? "*" : ""), right);
        paper.write({x + column - 32, y}, 18, item.change, right);
    }
    if (clusters) {
        const double x = flow.left + 2 * column + 4;
        const double room = flow.width - 2 * column - 4;
        paper.write({x, flow.y}, room, say("desk.person.clusters"), {7.6, true, black});
        for (std::size_t n = 0; n < part.clusters.size(); ++n) {
            const auto& cluster = part.clusters[n];
            const double y = top + pitch * static_cast<double>(n);
            Print right = body;
            right.side = Side::right;
            paper.write({x, y}, room - 66, cluster[0] + (cluster[0].empty() ? "" : "  ") + cluster[1],
                        {7, false, black, Side::left, 1});
            paper.write({x + room - 66, y}, 24, cluster[2], right);
            paper.write({x + room - 42, y}, 42, cluster[3], right);
        }
    }
    flow.y += height + 4;
    if (std::ranges::any_of(part.items, &ItemLine::corrected)) flow.write(say("visit_sheet.corrected"), quiet);
}

void write_alliance(Flow& flow, const AllianceTable& table)
{
    flow.write(table.title, title);
    constexpr double pitch = 10.2;
    const double height = pitch * static_cast<double>(table.rows.size() + 1);
    if (!table.rows.empty()) {
        if (flow.left_out > 0 || !flow.fits(height)) {
            flow.left_out += static_cast<int>(table.rows.size());
        } else {
            const std::vector<double> rights{90, 140, 200, 240};
            write_row(flow.paper, flow.left, flow.y,
                      {"", std::string(say("desk.person.alliance.patient")),
                       std::string(say("desk.person.alliance.therapist")),
                       std::string(say("desk.person.alliance.gap"))},
                      rights, 0, quiet);
            flow.y += pitch;
            for (const auto& row : table.rows) {
                write_row(flow.paper, flow.left, flow.y, {row[0], row[1], row[2], row[3]}, rights, 0, body);
                flow.y += pitch;
            }
        }
    }
    for (const std::string& words : table.words)
        flow.write(words, quiet);
    flow.skip(gap - 4);
}

/// Two beside each other: a table of the alliance is narrow.
void write_alliances(Flow& flow, const std::vector<AllianceTable>& tables)
{
    const double left = flow.left;
    const double width = flow.width;
    if (tables.size() > 1) flow.width = (width - 2 * gap) / 2;
    for (std::size_t n = 0; n < tables.size(); n += 2) {
        const double top = flow.y;
        write_alliance(flow, tables[n]);
        if (n + 1 == tables.size()) break;
        const double end = flow.y;
        flow.left = left + flow.width + 2 * gap;
        flow.y = top;
        write_alliance(flow, tables[n + 1]);
        flow.left = left;
        flow.y = std::max(flow.y, end);
    }
    flow.width = width;
}

void write_foot(Flow& flow, const SheetView& sheet)
{
    const double y = flow.end + 6;
    flow.paper.stroke({flow.left, y}, {flow.left + flow.width, y}, rule_tone);
    std::string words = sheet.foot;
    if (flow.left_out > 0) words += " " + say("visit_sheet.left_out", {{"n", std::to_string(flow.left_out)}});
    flow.paper.write({flow.left, y + 4}, flow.width, words, {6.5, false, soft, Side::left, 2});
}

} // namespace

Result<std::string> sheet_pdf(const SheetView& sheet, PaperSize size)
{
    auto paper = Paper::make(size, sheet.title, sheet.created);
    if (!paper) return paper.error();
    Flow flow{*paper};
    flow.width = paper->width() - 2 * margin;
    flow.end = paper->height() - margin - foot_room + 10;
    write_head(flow, sheet);
    if (!sheet.parts.empty()) {
        flow.write(sheet.parts.front().title, title);
        flow.skip(2);
        if (flow.left_out == 0 && flow.fits(chart_height)) {
            draw_chart(*paper, sheet, {flow.left, flow.y, flow.width, chart_height});
            flow.skip(chart_height + 8);
        } else {
            ++flow.left_out;
        }
        write_visits(flow, sheet.parts.front(), flow.width);
        flow.skip(3);
        for (const std::string& words : sheet.parts.front().changes)
            flow.write(words, quiet);
        flow.skip(gap - 4);
        write_items(flow, sheet.parts.front());
    }
    write_alliances(flow, sheet.alliances);
    for (const Section& section : sheet.sections) {
        flow.write(section.title, title);
        for (const std::string& line : section.lines)
            flow.write(line, body);
        flow.skip(4);
    }
    for (std::size_t n = 1; n < sheet.parts.size(); ++n)
        write_other(flow, sheet.parts[n]);
    write_foot(flow, sheet);
    return paper->finish();
}

} // namespace rapport::person_sheet
