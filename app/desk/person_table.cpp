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

struct Column {
    std::string name;
    float right = 0; ///< edge the words end at, as a share of the block; 0 starts at its left
};

std::array<Column, 4> columns(const Instrument& instrument, std::int32_t today)
{
    const std::string since =
        instrument.baseline
            ? say("desk.person.table.since", {{"day", day_near(instrument.visits[*instrument.baseline].day, today)}})
            : std::string(say("desk.person.table.since_none"));
    return {{{std::string(say("desk.person.table.date")), 0},
             {std::string(say("desk.person.table.total")), 0.45F},
             {std::string(say("desk.person.table.answered")), 0.70F},
             {since, 1.0F}}};
}

std::array<std::string, 4> cells(const Instrument& instrument, std::size_t visit, std::int32_t today)
{
    const Visit& one = instrument.visits[visit];
    std::string day = day_near(one.day, today);
    if (instrument.several_versions()) day += ", " + one.version;
    const auto since = instrument.since_baseline(visit);
    return {{day, one.said(),
             say("desk.person.chart.answered",
                 {{"answered", std::to_string(one.answered)}, {"items", std::to_string(one.items)}}),
             since ? signed_number(*since) : std::string(say("desk.person.none"))}};
}

} // namespace

float table_height(const Instrument& instrument)
{
    return top + row_height * static_cast<float>(rows_per_block(instrument) + 1) + foot;
}

void draw_table(Ui& ui, const PersonView& view, const Instrument& instrument, Rect where)
{
    constexpr std::array names = {"date", "total", "answered", "since"};
    const Theme& theme = ui.theme();
    const std::size_t per_block = rows_per_block(instrument);
    const bool split = instrument.visits.size() > per_block;
    const float inner = where.w - 2 * padding;
    const float width = split ? (inner - between_blocks) / 2 : std::min(inner, 520.0F);
    const auto heads = columns(instrument, view.today);

    for (std::size_t block = 0; block < (split ? blocks : 1); ++block) {
        const float x = where.x + padding + static_cast<float>(block) * (width + between_blocks);
        ui.fill({x - 8, where.y + top, width + 16, row_height}, theme.sunken, 4);
        for (std::size_t c = 0; c < heads.size(); ++c)
            put(ui, "person.table.head." + std::to_string(block) + "." + names[c],
                {x + heads[c].right * width, where.y + top + row_height / 2}, heads[c].name,
                {Type::staff_small, Weight::regular, theme.ink2, c == 0 ? Align::left : Align::right, Role::text});
    }
    for (std::size_t visit = 0; visit < instrument.visits.size(); ++visit) {
        const std::size_t block = visit / per_block;
        const float x = where.x + padding + static_cast<float>(block) * (width + between_blocks);
        const float y = where.y + top + row_height * static_cast<float>(visit % per_block + 1);
        const auto words = cells(instrument, visit, view.today);
        const bool last = visit + 1 == instrument.visits.size();
        for (std::size_t c = 0; c < words.size(); ++c)
            put(ui, "person.table." + std::to_string(visit) + "." + names[c],
                {x + heads[c].right * width, y + row_height / 2}, words[c],
                {Type::staff_small, c == 1 || last ? Weight::semibold : Weight::regular, theme.ink,
                 c == 0 ? Align::left : Align::right, Role::cell});
        if (visit % per_block + 1 < per_block && !last)
            ui.line({x - 8, y + row_height}, {x + width + 8, y + row_height}, theme.line, 1);
    }
}

} // namespace rapport::desk::person
