#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/person/person_words.h"
#include "app/shell/ui.h"

namespace rapport::desk::person {

/// How wide words are; the layouts take it as an argument so that they can be tested without a window.
using Measure = std::function<float(std::string_view words, shell::Type type, shell::Weight weight)>;
[[nodiscard]] Measure measure_with(const shell::Ui& ui);

/// Words at a point: `at.x` is the left edge, centre or right edge by `align`; `at.y` the middle of the line.
struct Words {
    shell::Type type = shell::Type::staff_small;
    shell::Weight weight = shell::Weight::regular;
    shell::Colour colour{};
    shell::Align align = shell::Align::left;
    shell::Role role = shell::Role::text;
};
/// Drawn and registered under `id`; gives back the width.
float put(shell::Ui& ui, std::string_view id, shell::Point at, std::string_view words, const Words& how);
/// Drawn only: another node says the same.
float mute(shell::Ui& ui, shell::Point at, std::string_view words, const Words& how);

/// A sentence with strong words and arrows, wrapped in `where.w`, under one node. Gives back the height used.
float put_line(shell::Ui& ui, std::string_view id, shell::Rect where, const Line& line, shell::Type type);
[[nodiscard]] float line_height(const Measure& measure, float width, const Line& line, shell::Type type);

/// Cuts words to lines of `width`; when there are more than `most`, the last ends with an ellipsis.
[[nodiscard]] std::vector<std::string> wrapped(const Measure& measure, std::string_view words, float width,
                                               shell::Type type, shell::Weight weight, std::size_t most);

/// A card, and its title at the place every card has it; gives back the title's right edge.
void card(shell::Ui& ui, shell::Rect where);
float card_title(shell::Ui& ui, std::string_view id, shell::Rect where, std::string_view words, float side = 24);

/// "Table [T]": a quiet button at the right end of a card's title row, with the key that does the same.
bool keyed_button(shell::Ui& ui, std::string_view id, float right, float centre, std::string_view label,
                  std::string_view key);
[[nodiscard]] float keyed_button_width(const Measure& measure, std::string_view label, std::string_view key);

} // namespace rapport::desk::person
