#include "app/desk/person_draw.h"

#include <algorithm>

namespace rapport::desk::person {

using namespace shell;

namespace {

constexpr float title_centre = 32;
constexpr float key_box = 20;

Point top_left(const Ui& ui, Point at, std::string_view words, const Words& how)
{
    const float width = ui.text_width(words, how.type, how.weight, true);
    const float shift = how.align == Align::left ? 0 : how.align == Align::centre ? width / 2 : width;
    return {at.x - shift, at.y - metrics(how.type).line / 2};
}

TextStyle style_of(const Words& how)
{
    return {how.type, how.weight, how.colour, Align::left, true, how.role};
}

} // namespace

Measure measure_with(const Ui& ui)
{
    return [&ui](std::string_view words, Type type, Weight weight) { return ui.text_width(words, type, weight, true); };
}

float put(Ui& ui, std::string_view id, Point at, std::string_view words, const Words& how)
{
    ui.text(id, top_left(ui, at, words, how), words, style_of(how));
    return ui.text_width(words, how.type, how.weight, true);
}

float mute(Ui& ui, Point at, std::string_view words, const Words& how)
{
    ui.decorative(top_left(ui, at, words, how), words, style_of(how));
    return ui.text_width(words, how.type, how.weight, true);
}

std::vector<std::string> wrapped(const Measure& measure, std::string_view words, float width, Type type, Weight weight,
                                 std::size_t most)
{
    std::vector<std::string> lines(1);
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t space = words.find(' ', at);
        const std::string word(words.substr(at, space == std::string_view::npos ? space : space - at));
        at = space == std::string_view::npos ? words.size() : space + 1;
        const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
        if (lines.back().empty() || measure(longer, type, weight) <= width) {
            lines.back() = longer;
        } else if (lines.size() < most) {
            lines.push_back(word);
        } else {
            lines.back() = longer;
            break;
        }
    }
    std::string& last = lines.back();
    if (measure(last, type, weight) <= width) return lines;
    while (!last.empty() && measure(last + "\u2026", type, weight) > width) {
        // A whole code point goes, never part of one.
        while (!last.empty() && (static_cast<unsigned char>(last.back()) & 0xC0U) == 0x80U)
            last.pop_back();
        if (!last.empty()) last.pop_back();
    }
    last += "\u2026";
    return lines;
}

void card(Ui& ui, Rect where)
{
    ui.fill(where, ui.theme().surface, 12);
    // Black on black has no edge of its own.
    if (ui.theme().name == ThemeName::high_contrast) ui.outline(where, ui.theme().line, 1, 12);
}

float card_title(Ui& ui, std::string_view id, Rect where, std::string_view words, float side)
{
    const Point at{where.x + side, where.y + title_centre};
    return at.x +
           put(ui, id, at, words, {Type::staff_section, Weight::semibold, ui.theme().ink, Align::left, Role::heading});
}

float keyed_button_width(const Measure& measure, std::string_view label, std::string_view key)
{
    const float box = std::max(key_box, measure(key, Type::staff_small, Weight::regular) + 12);
    return measure(label, Type::staff_small, Weight::regular) + 8 + box + 16;
}

bool keyed_button(Ui& ui, std::string_view id, float right, float centre, std::string_view label, std::string_view key)
{
    const Measure measure = measure_with(ui);
    const float width = keyed_button_width(measure, label, key);
    const bool activated = ui.area(id, {right + 8 - width, centre - 22, width, 44}, label, Role::button, 8);
    const float box = std::max(key_box, measure(key, Type::staff_small, Weight::regular) + 12);
    const Rect square{right - box, centre - key_box / 2, box, key_box};
    const Words quiet{Type::staff_small, Weight::regular, ui.theme().ink2, Align::right, Role::text};
    mute(ui, {square.x - 8, centre}, label, quiet);
    ui.outline(square, ui.theme().line, 1, 4);
    mute(ui, square.centre(), key, {Type::staff_small, Weight::regular, ui.theme().ink2, Align::centre, Role::text});
    return activated;
}

} // namespace rapport::desk::person
