#pragma once

#include "app/desk/person_draw.h"
#include "app/desk/person_view.h"

namespace rapport::desk::person {

/// Totals of both forms over the sessions of which both are in.
void draw_alliance_chart(shell::Ui& ui, const PersonView& view, const Alliance& alliance, shell::Rect where);

/// The least width at which no name of the table is cut.
[[nodiscard]] float alliance_table_width(const Measure& measure, const Alliance& alliance);

/// Subscales and total of the last such session, and the gap between the two.
void draw_alliance_table(shell::Ui& ui, const Alliance& alliance, shell::Rect where);

} // namespace rapport::desk::person
