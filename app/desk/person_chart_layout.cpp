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
constexpr float edge = 24;        ///< between the plot's edges and the first and last visit

bool has_side(const Instrument& instrument)
{
    return instrument.change_band || !instrument.cut_offs.empty() || !instrument.bands.empty();
}

float x_of(const ChartLayout& layout, const Instrument& instrument, std::int32_t day)
{
    const auto first = instrument.visits.front().day;
    const auto days = static_cast<float>(instrument.visits.back().day - first);
    if (days <= 0) return layout.plot.centre().x;
    return layout.plot.x + edge + (layout.plot.w - 2 * edge) * static_cast<float>(day - first) / days;
}

void add_marks(ChartLayout& layout, const Instrument& instrument)
{
    for (std::size_t index = 0; index < instrument.visits.size(); ++index) {
        const Visit& visit = instrument.visits[index];
        ChartMark mark;
        mark.visit = index;
        mark.hollow = !visit.whole();
        mark.last = index + 1 == instrument.visits.size();
        mark.at = {x_of(layout, instrument, visit.day),
                   height_at(layout, instrument, visit.value.value_or(visit.lowest))};
        mark.stem_top = height_at(layout, instrument, visit.highest);
        mark.stem_bottom = height_at(layout, instrument, visit.lowest);
        layout.marks.push_back(mark);
    }
}

void add_strokes(ChartLayout& layout, const Instrument& instrument)
{
    for (std::size_t index = 0; index < instrument.visits.size(); ++index) {
        const Visit& visit = instrument.visits[index];
        const bool goes_on = index > 0 && visit.whole() && instrument.visits[index - 1].whole() &&
                             visit.version == instrument.visits[index - 1].version;
        if (!goes_on) layout.strokes.emplace_back();
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
    if (instrument.change_band) layout.change = rect(instrument.change_band->from, instrument.change_band->to);
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

std::vector<double> axis_values(double min, double max, const std::vector<instruments::Band>& bands)
{
    std::vector<double> values{min};
    if (!bands.empty()) {
        for (const auto& band : bands)
            values.push_back(band.from);
    } else {
        for (const int steps : {4, 5, 3, 6}) {
            const double step = (max - min) / steps;
            if (step != std::floor(step) || step < 1) continue;
            for (int i = 1; i < steps; ++i)
                values.push_back(min + step * i);
            break;
        }
    }
    values.push_back(max);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

ChartLayout lay_out_chart(const Instrument& instrument, Rect card, std::int32_t today, const Measure& measure)
{
    ChartLayout layout;
    const float left = card.x + padding + axis_width;
    const float right = card.right() - padding - (has_side(instrument) ? side_width : 0);
    layout.plot = {left, card.y + plot_top, right - left, card.h - plot_top - plot_foot};
    add_bands(layout, instrument);
    add_axis(layout, instrument, measure);
    add_marks(layout, instrument);
    add_strokes(layout, instrument);
    add_side_labels(layout, instrument, card, measure);
    add_value_labels(layout, instrument, measure);
    add_date_labels(layout, instrument, today, measure);
    return layout;
}

} // namespace rapport::desk::person
