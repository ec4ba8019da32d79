#pragma once

#include "app/desk/person_chart_layout.h"
#include "app/desk/person_page.h"

namespace rapport::desk::person {

/// The trend as a chart, or as a table in the same place. Changes `state` by T, arrows and the instrument's tabs.
void draw_trend(shell::Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state,
                shell::Rect where);
/// `head` is room above the plot that the legend takes.
void draw_chart(shell::Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state,
                shell::Rect where, float head);
void draw_table(shell::Ui& ui, const PersonView& view, const Instrument& instrument, shell::Rect where);

/// How tall a card of that width must be for the table to hold every visit.
[[nodiscard]] float table_height(const shell::Ui& ui, const PersonView& view, const Instrument& instrument, float card);

/// The cited set the page judges by, or null where the instrument has none of its own and none was chosen.
[[nodiscard]] const Rule* chosen_rule(const Instrument& instrument, const PersonPageState& state);
[[nodiscard]] const Instrument* chosen_instrument(const PersonView& view, const PersonPageState& state);

} // namespace rapport::desk::person
