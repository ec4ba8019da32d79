#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/tables_page.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float beside_height = 40; ///< a line with its name beside its numbers
constexpr float above_height = 60;  ///< and with its name above them
constexpr float inset = 16;
constexpr float name_share = 0.24F;

/// Where the numbers of a line stand: all columns of one width, each number ending at the right.
struct Columns {
    float x = 0;
    float width = 0;
    bool beside = true; ///< the name of a line stands beside its numbers
};

Columns columns_of(const TablePart& part, Rect place)
{
    Columns out;
    out.beside = place.w >= two_column_width - 2 * margin;
    const float name = out.beside ? place.w * name_share : 0;
    out.x = place.x + inset + name;
    const float room = place.w - 2 * inset - name;
    constexpr float widest = 150;
    out.width = std::min(widest, room / static_cast<float>(part.columns.size()));
    return out;
}

float draw_heads(Ui& ui, const TablePart& part, const Columns& columns, Rect place, float y)
{
    shell::TextStyle style = small(ui);
    style.weight = shell::Weight::semibold;
    style.colour = ui.theme().ink;
    style.align = shell::Align::right;
    float height = 0;
    for (const std::string& head : part.columns)
        height = std::max(height, ui.paragraph_height(head, columns.width - 8, style.type, style.weight));
    ui.fill({place.x, y, place.w, height + 12}, ui.theme().sunken, 8);
    for (std::size_t at = 0; at < part.columns.size(); ++at) {
        const float own = ui.paragraph_height(part.columns[at], columns.width - 8, style.type, style.weight);
        const Rect box{columns.x + columns.width * static_cast<float>(at) + 8, y + 6 + height - own, columns.width - 8,
                       own};
        ui.paragraph(fmt::format("tables.{}.head.{}", part.id, at), box, part.columns[at], style);
    }
    return y + height + 12;
}

void draw_cells(Ui& ui, const TableLine& line, const Columns& columns, float y)
{
    shell::TextStyle style = body(ui);
    style.tabular = true;
    const std::string_view withheld = say("desk.tables.withheld");
    const shell::TextStyle mark = small(ui);
    for (std::size_t at = 0; at < line.cells.size(); ++at) {
        const float right = columns.x + columns.width * static_cast<float>(at + 1);
        if (!line.withheld[at]) {
            decorative_ending(ui, right, y + 8, line.cells[at], style);
            continue;
        }
        const float width = ui.text_width(withheld, mark.type, mark.weight);
        ui.outline({right - width - 5, y + 10, width + 10, 20}, ui.theme().border, 1, 4, true);
        ui.decorative({right - width, y + 10}, withheld, mark);
    }
}

float draw_line(Ui& ui, const TablePart& part, std::size_t n, const Columns& columns, TablesState& state, Rect place,
                float y)
{
    const TableLine& line = part.lines[n];
    const std::string id = fmt::format("tables.{}.{}", part.id, n);
    const Rect where{place.x, y, place.w, columns.beside ? beside_height : above_height};
    ui.line({where.x, where.y}, {where.right(), where.y}, ui.theme().line, 1);
    if (ui.area(id, where, line.spoken, shell::Role::row, 8)) state.open_line = state.open_line == id ? "" : id;
    const shell::TextStyle name = body(ui, shell::Weight::semibold);
    const float room = columns.beside ? columns.x - where.x - 2 * inset : where.w - 2 * inset;
    // Said by the line already, so it is drawn alone; a site's name may be long.
    ui.paragraph({}, {where.x + inset, where.y + (columns.beside ? 8.0F : 4.0F), room, 24}, line.name, name, 1);
    draw_cells(ui, line, columns, columns.beside ? where.y : where.y + 22);
    y = where.bottom();
    if (state.open_line != id || line.why.empty()) return y;
    const Rect why{place.x + inset, y + 4, place.w - 2 * inset, 0};
    return y + 4 + ui.paragraph(id + ".why", why, line.why, second(ui)) + 12;
}

} // namespace

float draw_table_parts(Ui& ui, const TablesView& view, TablesState& state, Rect place, float y)
{
    for (const TablePart& part : view.parts) {
        ui.text("tables." + part.id, {place.x, y}, part.title, section(ui));
        y += 32;
        if (!part.source.empty())
            y += ui.paragraph("tables." + part.id + ".source", {place.x, y, place.w, 0}, part.source, small(ui)) + 8;
        const Columns columns = columns_of(part, place);
        y = draw_heads(ui, part, columns, place, y);
        for (std::size_t n = 0; n < part.lines.size(); ++n)
            y = draw_line(ui, part, n, columns, state, place, y);
        y += margin;
    }
    return y;
}

} // namespace rapport::desk
