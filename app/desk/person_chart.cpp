#include "app/desk/person_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/person_alliance_parts.h"
#include "app/desk/person_cards.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr std::string_view visits_id = "person.chart.visits";
constexpr float padding = 24;
constexpr std::int32_t days_before = 60;
constexpr float alliance_share = 0.34F; ///< of the card, below the symptoms

Colour colour_of(const Theme& theme, ChartInk ink)
{
    return ink == ChartInk::ink ? theme.ink : ink == ChartInk::ink2 ? theme.ink2 : theme.ink3;
}

/// Words that could only stand on a band's edge get ground of their own.
bool on_an_edge(const ChartLayout& layout, Rect box)
{
    const auto through = [&](float y) { return y > box.y && y < box.bottom(); };
    return layout.change.h > 0 && box.x >= layout.plot.x && box.right() <= layout.plot.right() + 2 &&
           (through(layout.change.y) || through(layout.change.bottom()));
}

void draw_ground(Ui& ui, const ChartLayout& layout)
{
    const Theme& theme = ui.theme();
    const Rect plot = layout.plot;
    if (layout.change.h > 0) ui.fill(layout.change, theme.band_change);
    for (const ChartTick& tick : layout.ticks)
        ui.line({plot.x, tick.y}, {plot.right(), tick.y}, theme.grid, 1);
    if (layout.change.h > 0) {
        for (const float y : {layout.change.y, layout.change.bottom()})
            ui.line({plot.x, y}, {plot.right(), y}, theme.band_change_edge, 1, 4, 4);
        const Rect bracket = layout.bracket;
        const std::array corners = {Point{bracket.x, bracket.y}, Point{bracket.right(), bracket.y},
                                    Point{bracket.right(), bracket.bottom()}, Point{bracket.x, bracket.bottom()}};
        ui.polyline(corners, theme.band_change_edge, 1);
    }
    for (const Rect& cut : layout.cuts) {
        if (cut.h > 0) ui.fill(cut, theme.band_cut);
        for (const float y : {cut.y, cut.bottom()})
            ui.line({plot.x, y}, {plot.right(), y}, theme.band_cut_edge, 1);
    }
    for (const auto& [from, to] : layout.leaders)
        ui.line(from, to, theme.band_cut_edge, 1);
}

void draw_mark(Ui& ui, const ChartMark& mark)
{
    const Theme& theme = ui.theme();
    if (!mark.hollow) {
        const float radius = mark.last ? 6 : 4;
        ui.circle(mark.at, radius + 2, theme.surface);
        ui.circle(mark.at, radius, theme.series_1);
        return;
    }
    for (const float end : {mark.stem_top, mark.stem_bottom}) {
        if (std::abs(end - mark.at.y) < 6) continue;
        ui.line({mark.at.x, std::min(end, mark.at.y)}, {mark.at.x, std::max(end, mark.at.y)}, theme.series_1, 2);
        ui.line({mark.at.x - 5, end}, {mark.at.x + 5, end}, theme.series_1, 2);
    }
    ui.circle(mark.at, 6, theme.surface);
    ui.circle_outline(mark.at, 6, theme.series_1, 2);
}

void draw_reading(Ui& ui, const PersonView& view, const Instrument& instrument, const ChartLayout& layout,
                  std::size_t visit, Rect card)
{
    const Theme& theme = ui.theme();
    const float x = layout.marks[visit].at.x;
    ui.line({x, layout.plot.y - 4}, {x, layout.plot.bottom()}, theme.ink2, 1);
    const Rect strip{card.x + padding, card.y + 44, card.w - 2 * padding, 32};
    ui.fill(strip, theme.sunken, 8);
    put(ui, "person.chart.reading", {strip.x + 12, strip.centre().y}, reading_words(instrument, visit, view.today),
        {Type::staff_small, Weight::semibold, theme.ink, Align::left, Role::text});
}

/// Every event in words, whether or not there was room for them on the chart.
void describe_events(Ui& ui, const PersonView& view, const ChartLayout& layout)
{
    for (const ChartEvent& event : layout.events) {
        const Event& one = view.events[event.event];
        Node node;
        node.id = "person.chart.event." + std::to_string(event.event);
        node.role = Role::text;
        node.name = one.kind + ": " + one.label;
        node.rect = {event.at.x - 6, event.at.y - 6, 12, 12};
        ui.describe(node);
    }
}

/// Left and right, Home and End read the visits one by one while the chart has the focus.
void read_by_keys(Ui& ui, const Instrument& instrument, PersonPageState& state)
{
    const int last = static_cast<int>(instrument.visits.size()) - 1;
    if (ui.focused() != visits_id) {
        state.hovered_visit = -1;
        return;
    }
    if (state.hovered_visit < 0 || state.hovered_visit > last) state.hovered_visit = last;
    if (ui.pressed(Key::left)) state.hovered_visit = std::max(0, state.hovered_visit - 1);
    if (ui.pressed(Key::right)) state.hovered_visit = std::min(last, state.hovered_visit + 1);
    if (ui.pressed(Key::home)) state.hovered_visit = 0;
    if (ui.pressed(Key::end)) state.hovered_visit = last;
}

} // namespace

const Rule* chosen_rule(const Instrument& instrument, const PersonPageState& state)
{
    for (const Rule& rule : instrument.rules)
        if (rule.id == state.rule) return &rule;
    return instrument.judged && !instrument.rules.empty() ? &instrument.rules.front() : nullptr;
}

void draw_chart(Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state, Rect where,
                float head)
{
    const Alliance* const alliance = state.with_alliance ? chosen_alliance(view, state) : nullptr;
    const bool both = alliance && !alliance->sessions.empty();
    ChartWith with;
    with.events = view.events;
    with.head = head;
    const Rule* const rule = chosen_rule(instrument, state);
    if (rule && rule->band) with.band = &*rule->band;
    // What came shortly before the first answers belongs to them; what came long before is in the list alone.
    for (const Event& event : view.events) {
        if (event.day < instrument.visits.front().day - days_before) continue;
        with.first_day = std::min(with.first_day, event.day);
        with.last_day = std::max(with.last_day, event.day);
    }
    if (both) {
        with.foot = std::floor(where.h * alliance_share);
        with.first_day = std::min(with.first_day, alliance->sessions.front().day);
        with.last_day = std::max(with.last_day, alliance->sessions.back().day);
    }
    const ChartLayout layout = lay_out_chart(instrument, where, view.today, measure_with(ui), with);
    Node chart;
    chart.id = "person.chart";
    chart.role = Role::chart;
    chart.name = say("desk.person.chart.name", {{"title", instrument.title}, {"scale", instrument.scale}});
    chart.value = chart_words(instrument, view.today);
    chart.rect = layout.plot;
    ui.describe(chart);

    const Rect readable{where.x + padding - 8, layout.plot.y - 4, layout.plot.right() + 2 - where.x - padding + 8,
                        layout.plot.h + 36};
    ui.area(visits_id, readable, say("desk.person.chart.visits", {{"n", std::to_string(instrument.visits.size())}}),
            Role::chart, 8);
    read_by_keys(ui, instrument, state);

    // The hover look of an area is for rows and buttons; a chart keeps its ground.
    ui.fill(readable, ui.theme().surface);
    draw_ground(ui, layout);
    if (state.hovered_visit >= 0)
        draw_reading(ui, view, instrument, layout, static_cast<std::size_t>(state.hovered_visit), where);
    for (const ChartEvent& event : layout.events) {
        ui.line({event.at.x, event.at.y}, {event.at.x, layout.plot.bottom()}, ui.theme().ink3, 1, 2, 3);
        ui.diamond(event.at, 5, ui.theme().ink2);
    }
    for (const auto& stroke : layout.strokes)
        ui.polyline(stroke, ui.theme().series_1, 2.5F);
    for (const ChartMark& mark : layout.marks)
        draw_mark(ui, mark);
    for (const ChartText& text : layout.texts) {
        if (on_an_edge(layout, text.box)) ui.fill(text.box, ui.theme().surface, 3);
        mute(ui, {text.box.x, text.box.centre().y}, text.words,
             {text.type, text.weight, colour_of(ui.theme(), text.ink), Align::left, Role::text});
    }

    describe_events(ui, view, layout);
    if (both)
        draw_alliance_below(ui, view, *alliance, state, layout,
                            {where.x, where.bottom() - with.foot - 8, where.w, with.foot - 8});

    // What the bands mean stands in no other words on the page.
    Node bands;
    bands.id = "person.chart.bands";
    bands.role = Role::text;
    for (const std::string& words : instrument.band_words(with.band))
        bands.name += (bands.name.empty() ? "" : "; ") + words;
    bands.rect = {layout.plot.right(), layout.plot.y, where.right() - layout.plot.right(), layout.plot.h};
    if (!bands.name.empty()) ui.describe(bands);
}

} // namespace rapport::desk::person
