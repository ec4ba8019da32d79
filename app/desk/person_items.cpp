#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/desk/person_cards.h"
#include "app/desk/person_draw.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr std::size_t most_visits = 8;
constexpr float padding = 24;
constexpr float title_centre = 32;
constexpr float first_row = 91;
constexpr float foot = 46; ///< legend and the space around it
constexpr float widest_pitch = 32;
constexpr float compared_pitch = 64; ///< of two columns side by side
constexpr float least_pitch = 25;
constexpr float since_width = 44;
constexpr float month_pitch = 29;
constexpr float cluster_gap = 8;
constexpr float label_gap = 4;

/// The columns' places for one card width.
struct Grid {
    float symbol = 0;
    float number = 0; ///< right edge
    float label = 0;
    float cells = 0;
    float pitch = 0;
    float right = 0;                 ///< right edge of the change column
    std::vector<std::size_t> visits; ///< shown, from the left
    std::size_t since = 0;           ///< the visit the change column counts from
    std::size_t until = 0;
    float top = first_row;
    float row = 26;
    float gap = cluster_gap;
};

std::size_t gaps_of(const Instrument& instrument)
{
    std::size_t gaps = 0;
    for (std::size_t i = 1; i < instrument.items.size(); ++i)
        if (instrument.items[i].cluster != instrument.items[i - 1].cluster) ++gaps;
    return gaps;
}

Grid make_grid(const Instrument& instrument, const PersonPageState& state, const Measure& measure, Rect where)
{
    const bool clustered = std::any_of(instrument.items.begin(), instrument.items.end(),
                                       [](const ItemRow& row) { return !row.cluster.empty(); });
    const float side = where.w < 540 ? 16 : padding;
    float labels = 0;
    for (const ItemRow& row : instrument.items)
        labels = std::max(labels, measure(row.label, Type::staff_small, Weight::regular));

    Grid grid;
    grid.symbol = where.x + side;
    grid.number = grid.symbol + (clustered ? 18 : 0) + measure("20", Type::staff_small, Weight::regular);
    grid.label = grid.number + 8;
    grid.right = where.right() - side;
    // Narrow cards first squeeze the columns, then leave out early visits; the arrows reach them.
    const float room = grid.right - since_width - grid.label - label_gap;
    const std::size_t days = instrument.item_days.size();
    const bool compare = state.compare && days > 1;
    const std::size_t visits = compare ? 2 : std::min(most_visits, days);
    const float wanted = widest_pitch * static_cast<float>(visits);
    labels = std::min(labels, std::max(100.0F, room - least_pitch * 3));
    const float left = room - labels;
    grid.pitch = left >= wanted ? widest_pitch : std::max(least_pitch, std::floor(left / static_cast<float>(visits)));
    const std::size_t count = std::min(visits, static_cast<std::size_t>(std::max(1.0F, std::floor(left / grid.pitch))));
    if (compare) {
        grid.pitch = std::clamp(left / 2, widest_pitch, compared_pitch);
        grid.top = first_row + compare_room;
    }
    grid.cells = grid.right - since_width - grid.pitch * static_cast<float>(count);
    grid.until = days - 1;
    if (compare) {
        grid.until = std::min(state.compare_to, days - 1);
        grid.since = std::min(state.compare_from, days - 1);
        grid.visits = {grid.since, grid.until};
    } else {
        const auto hidden = static_cast<int>(days - count);
        const auto first = static_cast<std::size_t>(hidden - std::clamp(state.first_visit, 0, hidden));
        for (std::size_t n = 0; n < count; ++n)
            grid.visits.push_back(first + n);
    }

    const float rows = static_cast<float>(instrument.items.size());
    const float gaps = state.sort_by_change ? 0 : static_cast<float>(gaps_of(instrument));
    const float height = where.h - grid.top - foot;
    grid.gap = rows * 26 + gaps * cluster_gap <= height + 1 ? cluster_gap : 4;
    grid.row = std::clamp(std::floor((height - gaps * grid.gap) / std::max(1.0F, rows)), 20.0F, 30.0F);
    return grid;
}

float column(const Grid& grid, std::size_t place)
{
    return grid.cells + grid.pitch * (static_cast<float>(place) + 0.5F);
}

/// Last minus first of what is compared; absent when either has no answer.
std::optional<int> change_of(const ItemRow& row, const Grid& grid)
{
    if (row.cells.size() < 2 || grid.since == grid.until) return std::nullopt;
    const auto& before = row.cells[grid.since].value;
    const auto& after = row.cells[grid.until].value;
    if (!before || !after) return std::nullopt;
    return *after - *before;
}

void draw_heads(Ui& ui, const PersonView& view, const Instrument& instrument, const Grid& grid, Rect where)
{
    const Theme& theme = ui.theme();
    const float y = where.y + grid.top - 20;
    // Close columns name a month once, where it begins.
    const bool every_month = grid.pitch >= month_pitch;
    std::string month_before;
    for (std::size_t place = 0; place < grid.visits.size(); ++place) {
        const std::size_t visit = grid.visits[place];
        const bool last = visit + 1 == instrument.item_days.size();
        const Words how{Type::staff_small, last ? Weight::semibold : Weight::regular, last ? theme.ink : theme.ink2,
                        Align::centre, Role::text};
        const std::string day = short_day(instrument.item_days[visit]);
        const std::size_t space = day.find(' ');
        mute(ui, {column(grid, place), y - 7}, day.substr(0, space), how);
        const std::string month = space == std::string::npos ? std::string{} : day.substr(space + 1);
        if (every_month || month != month_before) mute(ui, {column(grid, place), y + 7}, month, how);
        month_before = month;
        Node node;
        node.id = "person.items.head." + std::to_string(visit);
        node.name = day_near(instrument.item_days[visit], view.today);
        node.rect = {column(grid, place) - grid.pitch / 2, y - 14, grid.pitch, 28};
        ui.describe(node);
    }
    const Words how{Type::staff_small, Weight::regular, theme.ink2, Align::right, Role::text};
    const std::string first = short_day(instrument.item_days[grid.since]);
    mute(ui, {grid.right, y - 7}, say("desk.person.items.since"), how);
    mute(ui, {grid.right, y + 7}, first, how);
    Node node;
    node.id = "person.items.head.since";
    node.name = say("desk.person.items.since_day", {{"day", day_near(instrument.item_days[grid.since], view.today)}});
    node.rect = {grid.right - since_width + 2, y - 14, since_width - 2, 28};
    ui.describe(node);
}

/// That the answer was put right: a corner in the number's own colour, as on a corrected sheet of paper.
void draw_corner(Ui& ui, Rect cell, Colour ink)
{
    for (float step = 0; step < 6; ++step)
        ui.line({cell.right() - 7 + step, cell.y + 1 + step}, {cell.right() - 1, cell.y + 1 + step}, ink, 1);
}

void draw_cell(Ui& ui, const ItemCell& cell, Rect where, bool last)
{
    const Theme& theme = ui.theme();
    if (!cell.value) {
        ui.outline(where, theme.border, 1, 3, true);
        mute(ui, where.centre(), say("desk.person.none"),
             {Type::staff_small, Weight::regular, theme.ink2, Align::centre, Role::text});
        if (!cell.corrected.empty()) draw_corner(ui, where, theme.ink);
        return;
    }
    const HeatColours colours = heat_colours(theme, cell.step);
    ui.fill(where, colours.fill, 3);
    if (theme.name == ThemeName::high_contrast) ui.outline(where, theme.grid, 1, 3);
    mute(ui, where.centre(), number(*cell.value),
         {Type::staff_small, last ? Weight::semibold : Weight::regular, colours.ink, Align::centre, Role::text});
    if (!cell.corrected.empty()) draw_corner(ui, where, colours.ink);
}

void draw_row(Ui& ui, const PersonView& view, const Instrument& instrument, const ItemRow& row, const Grid& grid,
              float middle, bool symbol)
{
    const Theme& theme = ui.theme();
    const std::string id = "person.items." + row.number;
    if (symbol && !row.cluster.empty())
        mute(ui, {grid.symbol, middle}, row.cluster,
             {Type::staff_small, Weight::semibold, theme.ink2, Align::left, Role::text});
    mute(ui, {grid.number, middle}, row.number,
         {Type::staff_small, Weight::regular, theme.ink3, Align::right, Role::text});
    const std::string label =
        wrapped(measure_with(ui), row.label, grid.cells - label_gap - grid.label, Type::staff_small, Weight::regular, 1)
            .front();
    mute(ui, {grid.label, middle}, label, {Type::staff_small, Weight::regular, theme.ink, Align::left, Role::text});
    Node node;
    node.id = id;
    node.name = (row.cluster.empty() ? "" : row.cluster + " ") + row.number + ", " + row.label;
    node.group = "person.items";
    node.rect = {grid.symbol, middle - 9, grid.cells - grid.symbol, 18};
    ui.describe(node);

    for (std::size_t place = 0; place < grid.visits.size(); ++place) {
        const std::size_t visit = grid.visits[place];
        const ItemCell& cell = row.cells[visit];
        const Rect where{column(grid, place) - grid.pitch / 2, middle - (grid.row - 2) / 2, grid.pitch - 2,
                         grid.row - 2};
        draw_cell(ui, cell, where, visit + 1 == instrument.item_days.size());
        Node one;
        // The same visit twice side by side is two places.
        one.id = id + "." + std::to_string(visit) + (place > 0 && grid.visits[0] == visit ? ".again" : "");
        one.role = Role::cell;
        one.group = "person.items";
        one.name = say("desk.person.items.cell",
                       {{"label", row.label}, {"day", day_near(instrument.item_days[visit], view.today)}});
        one.value = cell.value ? say("desk.person.items.value", {{"value", number(*cell.value)}, {"words", cell.words}})
                               : cell.words;
        if (!cell.corrected.empty()) one.value += ". " + cell.corrected;
        one.rect = where;
        ui.describe(one);
    }

    const std::optional<int> by = change_of(row, grid);
    const bool moved = by && *by != 0;
    const std::string change = by ? signed_number(*by) : std::string(say("desk.person.none"));
    mute(ui, {grid.right, middle}, change,
         {Type::staff_small, moved ? Weight::semibold : Weight::regular, moved ? theme.ink : theme.ink2, Align::right,
          Role::text});
    Node since;
    since.id = id + ".change";
    since.role = Role::cell;
    since.group = "person.items";
    since.name = say("desk.person.items.change",
                     {{"label", row.label}, {"day", day_near(instrument.item_days[grid.since], view.today)}});
    since.value = by ? change : std::string(say("desk.person.items.no_change"));
    since.rect = {grid.right - since_width + 2, middle - 9, since_width - 2, 18};
    ui.describe(since);
}

/// Answers and why cells are empty; words at the ends only, so that it stays one line.
void draw_legend(Ui& ui, const Instrument& instrument, const Grid& grid, float middle)
{
    const Theme& theme = ui.theme();
    const Words quiet{Type::staff_small, Weight::regular, theme.ink2, Align::left, Role::text};
    float x = grid.symbol;
    const auto words = [&](const std::string& id, std::string_view said) {
        if (said.empty() || x + ui.text_width(said, quiet.type, quiet.weight, true) > grid.right) return;
        x += put(ui, "person.items.legend." + id, {x, middle}, said, quiet) + 12;
    };
    for (std::size_t i = 0; i < instrument.legend.size(); ++i) {
        const LegendStep& step = instrument.legend[i];
        draw_cell(ui, {step.value, step.step, {}}, {x, middle - 10, 20, 20}, false);
        x += 26;
        if (i == 0 || i + 1 == instrument.legend.size())
            words(std::to_string(step.value), step.words);
        else
            x += 6;
    }
    for (std::size_t i = 0; i < instrument.missing_words.size(); ++i) {
        const float width = ui.text_width(instrument.missing_words[i], quiet.type, quiet.weight, true);
        if (x + 26 + width > grid.right) break;
        draw_cell(ui, {}, {x, middle - 10, 20, 20}, false);
        x += 26;
        words("missing." + std::to_string(i), instrument.missing_words[i]);
    }
}

/// The button that puts two visits side by side, and then the two dates to choose.
void draw_compare(Ui& ui, const PersonView& view, const Instrument& instrument, const Grid& grid,
                  PersonPageState& state, Rect where)
{
    if (instrument.item_days.size() < 2) return;
    const std::string_view label = say(state.compare ? "desk.person.compare.off" : "desk.person.compare.on");
    const std::string_view sort = say(state.sort_by_change ? "desk.person.items.unsort" : "desk.person.items.sort");
    const float right = grid.right - keyed_button_width(measure_with(ui), sort, "S") - 8;
    const bool pressed = keyed_button(ui, "person.compare", right, where.y + title_centre, label, "C");
    const bool small = ui.typed(U'c');
    if (ui.typed(U'C') || small || pressed) state.compare = !state.compare;
    if (!state.compare || grid.visits.size() != 2) return;
    std::vector<std::string> days;
    for (const std::int32_t day : instrument.item_days)
        days.push_back(day_near(day, view.today));
    const float width = (grid.right - grid.symbol - 16) / 2;
    const float y = where.y + 52 + 28;
    FieldStyle first;
    first.label = say("desk.person.compare.first");
    first.label_type = Type::staff_small;
    FieldStyle second = first;
    second.label = say("desk.person.compare.second");
    if (const auto chosen =
            ui.choice_field("person.compare.first", {grid.symbol, y, width, 44}, days, grid.since, first))
        state.compare_from = *chosen;
    if (const auto chosen = ui.choice_field("person.compare.second", {grid.symbol + width + 16, y, width, 44}, days,
                                            grid.until, second))
        state.compare_to = *chosen;
}

/// Arrows for visits beyond the eight; gives back nothing, the state says where the table begins.
void draw_arrows(Ui& ui, const Instrument& instrument, const Grid& grid, PersonPageState& state, float x, float centre)
{
    const auto hidden = static_cast<int>(instrument.item_days.size() - grid.visits.size());
    if (hidden == 0 || state.compare) return;
    state.first_visit = std::clamp(state.first_visit, 0, hidden);
    const auto arrow = [&](std::string_view id, std::string_view label, Icon icon, float left, int by) {
        const bool can = by > 0 ? state.first_visit < hidden : state.first_visit > 0;
        const Rect where{left, centre - 22, 44, 44};
        if (can && ui.area(id, where, label, Role::button, 8)) state.first_visit += by;
        ui.icon(icon, where.centre(), 20, can ? ui.theme().ink2 : ui.theme().disabled);
    };
    arrow("person.items.earlier", say("desk.person.items.earlier"), Icon::back, x, 1);
    arrow("person.items.later", say("desk.person.items.later"), Icon::next, x + 44, -1);
}

} // namespace

std::vector<std::size_t> item_order(const Instrument& instrument, bool by_change)
{
    const std::size_t visits = instrument.items.empty() ? 0 : instrument.items.front().cells.size();
    if (visits > 1) return item_order(instrument, by_change, 0, visits - 1);
    std::vector<std::size_t> order(instrument.items.size());
    std::iota(order.begin(), order.end(), 0U);
    if (!by_change) return order;
    const auto size = [&](std::size_t row) {
        const auto& change = instrument.items[row].change;
        return change ? std::abs(*change) : -1;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    return order;
}

std::vector<std::size_t> item_order(const Instrument& instrument, bool by_change, std::size_t from, std::size_t to)
{
    std::vector<std::size_t> order(instrument.items.size());
    std::iota(order.begin(), order.end(), 0U);
    if (!by_change) return order;
    const auto size = [&](std::size_t row) {
        const auto& cells = instrument.items[row].cells;
        return cells[from].value && cells[to].value ? std::abs(*cells[to].value - *cells[from].value) : -1;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    return order;
}

float items_height(const Instrument& instrument, float row)
{
    const float gap = row >= 26 ? cluster_gap : 4;
    return first_row + row * static_cast<float>(instrument.items.size()) +
           gap * static_cast<float>(gaps_of(instrument)) + foot;
}

void draw_items(Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state, Rect where)
{
    card(ui, where);
    const Grid grid = make_grid(instrument, state, measure_with(ui), where);
    const float title_end =
        card_title(ui, "person.items.title", where, say("desk.person.items"), grid.symbol - where.x);
    draw_compare(ui, view, instrument, grid, state, where);
    const std::string_view label = say(state.sort_by_change ? "desk.person.items.unsort" : "desk.person.items.sort");
    if (keyed_button(ui, "person.sort", grid.right, where.y + title_centre, label, "S") || ui.typed('s') ||
        ui.typed('S'))
        state.sort_by_change = !state.sort_by_change;
    draw_arrows(ui, instrument, grid, state, title_end + 8, where.y + title_centre);
    draw_heads(ui, view, instrument, grid, where);

    float middle = where.y + grid.top + (grid.row - 2) / 2 + 1;
    std::string cluster;
    bool first = true;
    for (const std::size_t index : item_order(instrument, state.sort_by_change, grid.since, grid.until)) {
        const ItemRow& row = instrument.items[index];
        const bool starts = first || row.cluster != cluster;
        if (starts && !first && !state.sort_by_change) middle += grid.gap;
        draw_row(ui, view, instrument, row, grid, middle, starts || state.sort_by_change);
        middle += grid.row;
        cluster = row.cluster;
        first = false;
    }
    draw_legend(ui, instrument, grid, std::min(middle - grid.row / 2 + 22, where.bottom() - 22));
}

} // namespace rapport::desk::person
