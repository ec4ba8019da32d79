#pragma once

#include "app/sheet/sheet.h"

namespace rapport::person_sheet {

/// One visit on the printed chart. A whole score is a filled dot; anything else a ring with a stem to the highest
/// possible total.
struct Mark {
    std::size_t visit = 0;
    Spot at;
    bool hollow = false;
    double stem_top = 0;
};

/// Where the points of a chart stand; worked out apart from drawing so that its promises can be tested: true date
/// spacing, the whole possible range, and what is joined on the screen is joined here and nothing else is.
struct ChartPlan {
    Box plot;
    std::vector<Mark> marks;
    std::vector<std::vector<Spot>> strokes;
    double per_day = 0; ///< points of paper
    std::int32_t first = 0;

    [[nodiscard]] double x_of(std::int32_t day) const { return plot.x + 12 + per_day * (day - first); }
    double min = 0;
    double max = 1;
    [[nodiscard]] double y_of(double value) const { return plot.bottom() - (value - min) / (max - min) * plot.h; }
};
[[nodiscard]] ChartPlan plan_chart(const desk::person::Instrument& instrument, Box plot);

/// The chart of `sheet.chart` in `where`: points and lines, bands and cut-offs with their source, events.
void draw_chart(Paper& paper, const SheetView& sheet, Box where);

} // namespace rapport::person_sheet
