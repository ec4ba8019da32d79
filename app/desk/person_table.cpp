#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/person_chart.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float padding = 24;
constexpr float top = 60;
constexpr float row_height = 24;
constexpr float foot = 12;
constexpr float between_blocks = 40;
constexpr float least_gap = 16; ///< between two columns
constexpr float most_gap = 48;
constexpr float widest_how = 160; ///< longer words of who answered how are cut in what is drawn, never in the node
/// Visits that stand one below the other before there are two blocks, where those have room.
constexpr std::size_t rows_without_growing = 8;

using RowWords = std::array<std::string, 5>;

RowWords cells(const TableRow& row)
{
    return {row.day, row.total, row.answered, row.since, row.how};
}

/// Where the columns of a block stand, and how many visits are in one.
struct TableGrid {
    std::array<float, 5> widths{};
    float gap = least_gap;
    float block = 0;
    std::size_t blocks = 1;
    std::size_t rows = 0;

    /// The left edge of a column within its block.
    [[nodiscard]] float left(std::size_t column) const
    {
        float x = 0;
        for (std::size_t before = 0; before < column; ++before)
            x += widths[before] + gap;
        return x;
    }
};

TableGrid grid_of(const Ui& ui, const PersonView& view, const Instrument& instrument, float card)
{
    TableGrid grid;
    const auto make_room = [&](const RowWords& words) {
        for (std::size_t c = 0; c < words.size(); ++c)
            grid.widths[c] =
                std::max(grid.widths[c], std::ceil(ui.text_width(words[c], Type::staff_small, Weight::semibold, true)));
    };
    make_room(cells(table_heads(instrument, view.today)));
    for (std::size_t visit = 0; visit < instrument.visits.size(); ++visit)
        make_room(cells(table_row(instrument, visit, view.today)));
    grid.widths[4] = std::min(grid.widths[4], widest_how);

    const std::size_t visits = instrument.visits.size();
    const float needed = grid.left(4) + grid.widths[4];
    const float inner = card - 2 * padding;
    const float half = (inner - between_blocks) / 2;
    grid.blocks = visits > rows_without_growing && half >= needed ? 2 : 1;
    grid.rows = grid.blocks == 2 ? std::max(rows_without_growing, (visits + 1) / 2) : visits;
    const float room = grid.blocks == 2 ? half : inner;
    grid.gap = std::clamp(least_gap + (room - needed) / 4, least_gap, most_gap);
    grid.widths[4] = std::min(grid.widths[4], room - grid.left(4));
    grid.block = grid.left(4) + grid.widths[4];
    return grid;
}

} // namespace

float table_height(const Ui& ui, const PersonView& view, const Instrument& instrument, float card)
{
    return top + row_height * static_cast<float>(grid_of(ui, view, instrument, card).rows + 1) + foot;
}

void draw_table(Ui& ui, const PersonView& view, const Instrument& instrument, Rect where)
{
    constexpr std::array names = {"date", "total", "answered", "since", "how"};
    const Theme& theme = ui.theme();
    const TableGrid grid = grid_of(ui, view, instrument, where.w);
    const Measure measure = measure_with(ui);
    const auto row = [&](const std::string& id, const RowWords& words, float x, float y, bool head, bool strong) {
        const Colour ink = head ? theme.ink2 : theme.ink;
        for (std::size_t c = 0; c < words.size(); ++c) {
            const Weight weight = !head && (c == 1 || strong) && c < 4 ? Weight::semibold : Weight::regular;
            const bool left = c == 0 || c == 4;
            // The whole of it is in the node; what is drawn is cut to its column.
            Node node;
            node.id = id + names[c];
            node.role = head ? Role::text : Role::cell;
            node.name = words[c];
            node.rect = {x + grid.left(c), y - 10, grid.widths[c], 20};
            ui.describe(node);
            const std::string shown =
                c == 4 ? wrapped(measure, words[c], node.rect.w, Type::staff_small, weight, 1).front() : words[c];
            mute(ui, {left ? node.rect.x : node.rect.right(), y}, shown,
                 {Type::staff_small, weight, ink, left ? Align::left : Align::right, Role::text});
        }
    };
    const auto block_left = [&](std::size_t block) {
        return where.x + padding + static_cast<float>(block) * (grid.block + between_blocks);
    };
    for (std::size_t block = 0; block < grid.blocks; ++block) {
        const float x = block_left(block);
        ui.fill({x - 8, where.y + top, grid.block + 16, row_height}, theme.sunken, 4);
        row("person.table.head." + std::to_string(block) + ".", cells(table_heads(instrument, view.today)), x,
            where.y + top + row_height / 2, true, false);
    }
    for (std::size_t visit = 0; visit < instrument.visits.size(); ++visit) {
        const float x = block_left(visit / grid.rows);
        const float y = where.y + top + row_height * static_cast<float>(visit % grid.rows + 1);
        const bool last = visit + 1 == instrument.visits.size();
        row("person.table." + std::to_string(visit) + ".", cells(table_row(instrument, visit, view.today)), x,
            y + row_height / 2, false, last);
        if (visit % grid.rows + 1 < grid.rows && !last)
            ui.line({x - 8, y + row_height}, {x + grid.block + 8, y + row_height}, theme.line, 1);
    }
}

} // namespace rapport::desk::person
