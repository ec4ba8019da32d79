#pragma once

#include <cstdint>
#include <span>

#include "app/desk/person_draw.h"
#include "app/person/person_view.h"

namespace rapport::desk::person {

/// One visit on the chart. A whole score is a filled dot; anything else a ring with a stem over what it could still be.
struct ChartMark {
    std::size_t visit = 0;
    shell::Point at;
    bool hollow = false;
    float stem_top = 0;
    float stem_bottom = 0;
    bool last = false;
};

enum class ChartInk : std::uint8_t { ink, ink2, ink3 };

/// Words at their final place: `box` is what they cover.
struct ChartText {
    shell::Rect box;
    std::string words;
    shell::Type type = shell::Type::staff_small;
    shell::Weight weight = shell::Weight::regular;
    ChartInk ink = ChartInk::ink;
};

/// A horizontal line of the grid.
struct ChartTick {
    float y = 0;
    double value = 0;
};

/// An event: a dotted line from a diamond down through the plot. Its words stand among the texts where there is room.
struct ChartEvent {
    std::size_t event = 0; ///< of the events that were laid out
    shell::Point at;       ///< the diamond
};

/// What a chart shows beside the instrument's own, and how much of the card is kept for something else.
struct ChartWith {
    std::span<const Event> events{};
    const ChangeBand* band = nullptr;   ///< of the chosen cited set; null: none
    float head = 0;                     ///< more room above the plot
    float foot = 0;                     ///< more room below it
    std::int32_t first_day = INT32_MAX; ///< the axis reaches at least from here
    std::int32_t last_day = INT32_MIN;  ///< to here
};

/// Where everything of a trend chart stands; worked out apart from drawing so that its promises can be tested.
/// Promises: true date spacing; the whole possible range; no two texts overlap; whole visits next to each other in one
/// version are joined and nothing else is.
struct ChartLayout {
    shell::Rect plot;
    std::vector<ChartTick> ticks;
    std::vector<std::vector<shell::Point>> strokes;
    std::vector<ChartMark> marks;
    std::vector<ChartText> texts; ///< values, dates, axis, version and band labels
    shell::Rect change;           ///< of the change band, or empty
    std::vector<shell::Rect> cuts;
    std::vector<std::pair<shell::Point, shell::Point>> leaders; ///< from a cut-off to its label
    shell::Rect bracket;                                        ///< beside the change band, or empty
    std::vector<ChartEvent> events;
    const ChangeBand* band = nullptr; ///< the one that is drawn
    std::int32_t first_day = 0;       ///< of the axis
    std::int32_t last_day = 0;

    [[nodiscard]] float x_of(std::int32_t day) const;
};
/// Between the plot's edges and the first and last day of the axis.
inline constexpr float chart_edge = 24;

/// `card` is the whole card; the title row and the reading strip keep their room in it.
[[nodiscard]] ChartLayout lay_out_chart(const Instrument& instrument, shell::Rect card, std::int32_t today,
                                        const Measure& measure, const ChartWith& with);
/// With the instrument's own set and no events.
[[nodiscard]] ChartLayout lay_out_chart(const Instrument& instrument, shell::Rect card, std::int32_t today,
                                        const Measure& measure);

/// The parts of `lay_out_chart` that place words.
void add_event_labels(ChartLayout& layout, std::span<const Event> events, const Measure& measure);
void add_side_labels(ChartLayout& layout, const Instrument& instrument, shell::Rect card, const Measure& measure);
void add_value_labels(ChartLayout& layout, const Instrument& instrument, const Measure& measure);
void add_date_labels(ChartLayout& layout, const Instrument& instrument, std::int32_t today, const Measure& measure);

[[nodiscard]] bool overlap(shell::Rect a, shell::Rect b);
[[nodiscard]] float height_at(const ChartLayout& layout, const Instrument& instrument, double value);

} // namespace rapport::desk::person
