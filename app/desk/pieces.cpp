#include "app/desk/pieces.h"

#include <fmt/format.h>

#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::TextStyle;
using shell::Type;
using shell::Ui;
using shell::Weight;

TextStyle body(const Ui& ui, Weight weight)
{
    TextStyle style;
    style.weight = weight;
    style.colour = ui.theme().ink;
    return style;
}

TextStyle second(const Ui& ui)
{
    TextStyle style;
    style.colour = ui.theme().ink2;
    return style;
}

TextStyle small(const Ui& ui)
{
    TextStyle style;
    style.type = Type::staff_small;
    style.colour = ui.theme().ink2;
    return style;
}

TextStyle caption(const Ui& ui)
{
    TextStyle style = small(ui);
    style.colour = ui.theme().ink3;
    return style;
}

TextStyle section(const Ui& ui)
{
    TextStyle style = body(ui, Weight::semibold);
    style.type = Type::staff_section;
    style.role = shell::Role::heading;
    return style;
}

TextStyle title(const Ui& ui)
{
    TextStyle style = section(ui);
    style.type = Type::staff_title;
    return style;
}

void card(Ui& ui, Rect where)
{
    ui.fill(where, ui.theme().surface, card_radius);
    card_edge(ui, where);
}

void card_edge(Ui& ui, Rect where)
{
    if (ui.theme().name == shell::ThemeName::high_contrast) ui.outline(where, ui.theme().line, 2, card_radius);
}

void divider(Ui& ui, Rect card, float y)
{
    ui.line({card.x, y}, {card.right(), y}, ui.theme().line, 1);
}

void section_heading(Ui& ui, std::string_view id, float x, float y, float width, std::string_view words,
                     long long count, std::string_view order, Counted counted)
{
    const TextStyle style = section(ui);
    ui.text(id, {x, y}, words, style);
    TextStyle number = style;
    number.weight = Weight::regular;
    number.colour = ui.theme().ink3;
    number.role = shell::Role::text;
    const float after = x + ui.text_width(words, style.type, style.weight) + 10;
    ui.text(fmt::format("{}.count", id), {after, y}, fmt::format("{}{}", count, counted == Counted::all ? "" : "+"),
            number);
    if (!order.empty()) text_ending(ui, fmt::format("{}.order", id), x + width, y + 2, order, caption(ui));
}

float text_ending(Ui& ui, std::string_view id, float right, float y, std::string_view words, const TextStyle& style)
{
    const float x = right - ui.text_width(words, style.type, style.weight, style.tabular);
    ui.text(id, {x, y}, words, style);
    return x;
}

float decorative_ending(Ui& ui, float right, float y, std::string_view words, const TextStyle& style)
{
    const float x = right - ui.text_width(words, style.type, style.weight, style.tabular);
    ui.decorative({x, y}, words, style);
    return x;
}

float new_mark(Ui& ui, std::string_view id, float x, float y)
{
    TextStyle style = small(ui);
    style.weight = Weight::semibold;
    const std::string_view word = strings::say("desk.new");
    ui.text(id, {x, y}, word, style);
    return x + ui.text_width(word, style.type, style.weight);
}

} // namespace rapport::desk
