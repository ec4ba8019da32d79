#pragma once

#include <cstddef>
#include <vector>

#include "app/desk/person_layout.h"
#include "app/desk/person_page.h"
#include "app/person/person_view.h"
#include "app/shell/ui.h"

namespace rapport::desk::person {

/// Fill and ink of a heat cell. Five tokens from the lowest to the highest answer; between them the fill is
/// interpolated and the ink is whichever reads best on it.
struct HeatColours {
    shell::Colour fill;
    shell::Colour ink;
};
[[nodiscard]] HeatColours heat_colours(const shell::Theme& theme, double step);

/// Rows of the item table as they are shown: the instrument's order, or by size of change, unknown changes last.
[[nodiscard]] std::vector<std::size_t> item_order(const Instrument& instrument, bool by_change);
/// The same by the change between two visits of the table.
[[nodiscard]] std::vector<std::size_t> item_order(const Instrument& instrument, bool by_change, std::size_t from,
                                                  std::size_t to);

/// What the two dates to choose take above the items when two visits stand side by side.
inline constexpr float compare_room = 80;
void draw_items(shell::Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state,
                shell::Rect where);
[[nodiscard]] float items_height(const Instrument& instrument, float row);

void draw_clusters(shell::Ui& ui, const PersonView& view, const Instrument& instrument, shell::Rect where);
[[nodiscard]] float clusters_height(const Instrument& instrument);

void draw_alliance(shell::Ui& ui, const PersonView& view, PersonPageState& state, shell::Rect where);
[[nodiscard]] float alliance_height(const shell::Ui& ui, const PersonView& view, const PersonPageState& state,
                                    float width);

/// Notes, events and signatures, read only; they are made on a page of their own.
void draw_journal_card(shell::Ui& ui, const PersonView& view, shell::Rect where);
[[nodiscard]] float journal_height(const shell::Ui& ui, const PersonView& view, float width);
[[nodiscard]] const Alliance* chosen_alliance(const PersonView& view, const PersonPageState& state);

/// Pseudonym, facts and the two actions; y from 56. `height_of` tells what it needs at a width.
[[nodiscard]] std::optional<PersonIntent> draw_header(shell::Ui& ui, const PersonView& view);
[[nodiscard]] float header_height(const shell::Ui& ui, const PersonView& view);
[[nodiscard]] std::optional<PersonIntent> draw_alerts(shell::Ui& ui, const PersonView& view, shell::Rect where);
[[nodiscard]] float alerts_height(const shell::Ui& ui, const PersonView& view, float width);

} // namespace rapport::desk::person
