#pragma once

#include "app/desk/person_chart_layout.h"
#include "app/desk/person_page.h"
#include "app/person/person_view.h"

namespace rapport::desk::person {

/// One score of both forms over the sessions of which both are in: the total, or the part `state` chose. The lower
/// limit of the patient's own earlier totals is a dashed line.
void draw_alliance_chart(shell::Ui& ui, const PersonView& view, const Alliance& alliance, const PersonPageState& state,
                         shell::Rect where);
/// The same below a trend, on its axis of time.
void draw_alliance_below(shell::Ui& ui, const PersonView& view, const Alliance& alliance, const PersonPageState& state,
                         const ChartLayout& trend, shell::Rect where);
/// "Total", or the part that is drawn.
[[nodiscard]] std::string part_name(const Alliance& alliance, const PersonPageState& state);

/// The least width at which no name of the table is cut.
[[nodiscard]] float alliance_table_width(const Measure& measure, const Alliance& alliance);

/// Subscales and total of the last such session, and the gap between the two.
void draw_alliance_table(shell::Ui& ui, const Alliance& alliance, shell::Rect where);

} // namespace rapport::desk::person
