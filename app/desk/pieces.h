#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/shell/ui.h"

/// The few shapes every desk screen is made of, and the grid they stand on (TOKENS sections 2, 3 and 6).
namespace rapport::desk {

inline constexpr float bar_height = 56;
inline constexpr float margin = 24;
inline constexpr float column_gap = 24;
inline constexpr float card_gap = 16;
inline constexpr float card_radius = 12;
inline constexpr float control_height = 44;
/// A field's label stands above its box: its line and the space between.
inline constexpr float label_space = 28;
/// Below this width cards stand in one column.
inline constexpr float two_column_width = 1100;

[[nodiscard]] shell::TextStyle body(const shell::Ui& ui, shell::Weight weight = shell::Weight::regular);
[[nodiscard]] shell::TextStyle second(const shell::Ui& ui);  ///< body in ink2
[[nodiscard]] shell::TextStyle small(const shell::Ui& ui);   ///< 13 px in ink2
[[nodiscard]] shell::TextStyle caption(const shell::Ui& ui); ///< 13 px in ink3
[[nodiscard]] shell::TextStyle section(const shell::Ui& ui);
[[nodiscard]] shell::TextStyle title(const shell::Ui& ui);

void card(shell::Ui& ui, shell::Rect where);
/// The edge a card has in high contrast, where it and its ground are one black. Once more after rows that fill
/// themselves under the pointer.
void card_edge(shell::Ui& ui, shell::Rect where);
/// A hairline over the width of a card.
void divider(shell::Ui& ui, shell::Rect card, float y);
/// Whether a heading counts all there are or only those read; the latter is said as "6+".
enum class Counted : std::uint8_t { all, at_least };
/// A section's name with how many it holds, and what its order means at the right; `y` is the top of the line.
void section_heading(shell::Ui& ui, std::string_view id, float x, float y, float width, std::string_view words,
                     long long count, std::string_view order = {}, Counted counted = Counted::all);
/// One line that ends at `right`. Gives back where it starts.
float text_ending(shell::Ui& ui, std::string_view id, float right, float y, std::string_view words,
                  const shell::TextStyle& style);
float decorative_ending(shell::Ui& ui, float right, float y, std::string_view words, const shell::TextStyle& style);
/// "New", beside something that came in since the vault was last open. Gives back where it ends.
float new_mark(shell::Ui& ui, std::string_view id, float x, float y);

} // namespace rapport::desk
