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
constexpr float between_blocks = 24;
/// Blocks side by side before the card grows.
constexpr std::size_t blocks = 2;
constexpr std::size_t rows_without_growing = 8;

std::size_t rows_per_block(const Instrument& instrument)
{
    return std::max(rows_without_growing, (instrument.visits.size() + blocks - 1) / blocks);
}

/// Edges the words end at, as a share of the block; 0 starts at its left, and the last column after the one before.
constexpr std::array<float, 4> edges = {0, 0.30F, 0.47F, 0.64F};

std::array<std::string, 5> cells(const TableRow& row)
{
    return {row.day, row.total, row.answered, row.since, row.how};
}

} // namespace

float table_height(const Instrument& instrument)
{
    return top + row_height * static_cast<float>(rows_per_block(instrument) + 1) + foot;
}

void draw_table(Ui& ui, const PersonView& view, const Instrument& instrument, Rect where)
{
    constexpr std::array names = {"date", "total", "answered", "since", "how"};
    const Theme& theme = ui.theme();
    const std::size_t per_block = rows_per_block(instrument);
    const bool split = instrument.visits.size() > per_block;
    const float inner = where.w - 2 * padding;
    const float width = split ? (inner - between_blocks) / 2 : std::min(inner, 720.0F);
    const Measure measure = measure_with(ui);
    const auto row = [&](const std::string& id, const std::array<std::string, 5>& words, float x, float y, bool head,
                         bool strong) {
        const Colour ink = head ? theme.ink2 : theme.ink;
        for (std::size_t c = 0; c < words.size(); ++c) {
            const Weight weight = !head && (c == 1 || strong) && c < 4 ? Weight::semibold : Weight::regular;
            const bool left = c == 0 || c == 4;
            const float at = c == 4 ? x + edges[3] * width + 16 : x + edges[c] * width;
            // The whole of it is in the node; what is drawn is cut to its column.
            Node node;
            node.id = id + names[c];
            node.role = head ? Role::text : Role::cell;
            node.name = words[c];
            node.rect = left ? Rect{at, y - 10, c == 0 ? edges[1] * width * 0.6F : width * (1 - edges[3]) - 16, 20}
                             : Rect{at - 60, y - 10, 60, 20};
            ui.describe(node);
            const std::string shown =
                c == 4 ? wrapped(measure, words[c], node.rect.w, Type::staff_small, weight, 1).front() : words[c];
            mute(ui, {at, y}, shown, {Type::staff_small, weight, ink, left ? Align::left : Align::right, Role::text});
        }
    };
    for (std::size_t block = 0; block < (split ? blocks : 1); ++block) {
        const float x = where.x + padding + static_cast<float>(block) * (width + between_blocks);
        ui.fill({x - 8, where.y + top, width + 16, row_height}, theme.sunken, 4);
        row("person.table.head." + std::to_string(block) + ".", cells(table_heads(instrument, view.today)), x,
            where.y + top + row_height / 2, true, false);
    }
    for (std::size_t visit = 0; visit < instrument.visits.size(); ++visit) {
        const float x = where.x + padding + static_cast<float>(visit / per_block) * (width + between_blocks);
        const float y = where.y + top + row_height * static_cast<float>(visit % per_block + 1);
        const bool last = visit + 1 == instrument.visits.size();
        row("person.table." + std::to_string(visit) + ".", cells(table_row(instrument, visit, view.today)), x,
            y + row_height / 2, false, last);
        if (visit % per_block + 1 < per_block && !last)
            ui.line({x - 8, y + row_height}, {x + width + 8, y + row_height}, theme.line, 1);
    }
}

} // namespace rapport::desk::person
