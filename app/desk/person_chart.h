#pragma once

#include "app/desk/person_chart_layout.h"

namespace rapport::desk::person {

/// Every visit with its value, in words: what a reader of the screen is told instead of the picture.
[[nodiscard]] std::string chart_words(const Instrument& instrument, std::int32_t today);

/// "26 Jan   47 of 80   20 of 20 answered   9 lower than 3 Nov": one visit as the strip above the chart says it.
[[nodiscard]] std::string reading_words(const Instrument& instrument, std::size_t visit, std::int32_t today);

/// The trend as a chart, or as a table in the same place. Changes `state` by T, arrows and the instrument's tabs.
void draw_trend(shell::Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state,
                shell::Rect where);
void draw_chart(shell::Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state,
                shell::Rect where);
void draw_table(shell::Ui& ui, const PersonView& view, const Instrument& instrument, shell::Rect where);

/// How tall the card must be for the table to hold every visit.
[[nodiscard]] float table_height(const Instrument& instrument);

[[nodiscard]] const Instrument* chosen_instrument(const PersonView& view, const PersonPageState& state);

} // namespace rapport::desk::person
