#include "app/desk/person_chart_layout.h"

#include <algorithm>
#include <cmath>

namespace rapport::desk::person {

using namespace shell;

namespace {

constexpr float padding = 24;
constexpr float plot_top = 88;
constexpr float plot_foot = 40;
constexpr float axis_width = 32;
constexpr float side_width = 192; ///< of the band labels, with their gap
constexpr float edge = chart_edge;

bool has_side(const Instrument& instrument, const ChangeBand* band)
{
    return band || !instrument.cut_offs.empty() || !instrument.bands.empty();
}

void add_marks(ChartLayout& layout, const Instrument& instrument)
{
    for (std::size_t index = 0; index < instrument.visits.size(); ++index) {
        const Visit& visit = instrument.visits[index];
        ChartMark mark;
        mark.visit = index;
        mark.hollow = !visit.whole();
        mark.last = index + 1 == instrument.visits.size();
        mark.at = {layout.x_of(visit.day), height_at(layout, instrument, visit.value.value_or(visit.lowest))};
        mark.stem_top = height_at(layout, instrument, visit.highest);
        mark.stem_bottom = height_at(layout, instrument, visit.lowest);
        layout.marks.push_back(mark);
    }
}

void add_strokes(ChartLayout& layout, const Instrument& instrument)
{
    for (std::size_t index = 0; index < instrument.visits.size(); ++index) {
        const Visit& visit = instrument.visits[index];
        if (!joined(instrument, index)) layout.strokes.emplace_back();
        if (visit.whole()) layout.strokes.back().push_back(layout.marks[index].at);
    }
    std::erase_if(layout.strokes, [](const auto& stroke) { return stroke.size() < 2; });
}

void add_bands(ChartLayout& layout, const Instrument& instrument)
{
    const auto rect = [&](double from, double to) {
        const float top = height_at(layout, instrument, to);
        return Rect{layout.plot.x, top, layout.plot.w, height_at(layout, instrument, from) - top};
    };
    if (layout.band) layout.change = rect(layout.band->from, layout.band->to);
    for (const CutBand& cut : instrument.cut_offs)
        layout.cuts.push_back(rect(cut.from, cut.to));
}

void add_axis(ChartLayout& layout, const Instrument& instrument, const Measure& measure)
{
    for (const double value : axis_values(instrument.min, instrument.max, instrument.bands)) {
        const float y = height_at(layout, instrument, value);
        layout.ticks.push_back({y, value});
        const std::string words = number(value);
        const float width = measure(words, Type::staff_small, Weight::regular);
        const Rect box{layout.plot.x - 8 - width, y - 8, width, 16};
        const bool free = std::none_of(layout.texts.begin(), layout.texts.end(),
                                       [&](const ChartText& text) { return overlap(text.box, box); });
        if (free) layout.texts.push_back({box, words, Type::staff_small, Weight::regular, ChartInk::ink3});
    }
}

} // namespace

bool overlap(Rect a, Rect b)
{
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

float height_at(const ChartLayout& layout, const Instrument& instrument, double value)
{
    const double span = std::max(1e-9, instrument.max - instrument.min);
    return layout.plot.bottom() - static_cast<float>((value - instrument.min) / span) * layout.plot.h;
}

float ChartLayout::x_of(std::int32_t day) const
{
    const auto days = static_cast<float>(last_day - first_day);
    if (days <= 0) return plot.centre().x;
    return plot.x + edge + (plot.w - 2 * edge) * static_cast<float>(day - first_day) / days;
}

ChartLayout lay_out_chart(const Instrument& instrument, Rect card, std::int32_t today, const Measure& measure)
{
    ChartWith with;
    if (instrument.change_band) with.band = &*instrument.change_band;
    return lay_out_chart(instrument, card, today, measure, with);
}

ChartLayout lay_out_chart(const Instrument& instrument, Rect card, std::int32_t today, const Measure& measure,
                          const ChartWith& with)
{
    ChartLayout layout;
    layout.band = with.band;
    layout.first_day = std::min(instrument.visits.front().day, with.first_day);
    layout.last_day = std::max(instrument.visits.back().day, with.last_day);
    const float left = card.x + padding + axis_width;
    const float right = card.right() - padding - (has_side(instrument, with.band) ? side_width : 0);
    layout.plot = {left, card.y + plot_top + with.head, right - left,
                   card.h - plot_top - plot_foot - with.head - with.foot};
    add_bands(layout, instrument);
    add_axis(layout, instrument, measure);
    add_marks(layout, instrument);
    add_strokes(layout, instrument);
    add_side_labels(layout, instrument, {card.x, card.y, card.w, card.h - with.foot}, measure);
    add_event_labels(layout, with.events, measure);
    add_value_labels(layout, instrument, measure);
    add_date_labels(layout, instrument, today, measure);
    return layout;
}

} // namespace rapport::desk::person
