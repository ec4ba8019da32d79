#include <algorithm>
#include <array>
#include <cmath>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"
#include "app/shell/surface.h"

namespace rapport::shell {
namespace {

constexpr float radius = 12;

void tick(ImDrawList& list, Point centre, float unit, Colour colour)
{
    const std::array points = {Point{centre.x - 8 * unit, centre.y + 0.5F * unit},
                               Point{centre.x - 2.5F * unit, centre.y + 6 * unit},
                               Point{centre.x + 8 * unit, centre.y - 5.5F * unit}};
    brush::stroke(list, points, colour, 3.4F * unit);
}

} // namespace

Surface::CardParts Surface::card_parts(float width, CardLook look) const
{
    const float scale = type(Type::patient_option).px / metrics(Type::patient_option).px;
    CardParts parts;
    parts.disc = std::round(16 + 6 * (scale - 1));
    // A figure of a scale stands alone in its card: there is no room for a ring, and being filled tells it apart.
    parts.narrow = look == CardLook::compact || width < 5 * parts.disc + 80;
    parts.text_x = parts.narrow ? 8 : 26 + 2 * parts.disc + 24;
    parts.text_room = width - parts.text_x - (parts.narrow ? 8 : 24);
    return parts;
}

float Surface::option_card_words(float width) const
{
    return card_parts(width, CardLook::full).text_room;
}

float Surface::option_card_height(std::string_view label, float width, CardLook look, float least) const
{
    constexpr float above_and_below = 12;
    const float words =
        paragraph_height(label, card_parts(width, look).text_room, Type::patient_option, Weight::semibold);
    const float line = type(Type::patient_option).line;
    // Two lines of the smallest size stand in the least height as they are.
    return std::max(least > 0 ? least : patient_target(),
                    words > 2 * line || line > 32 ? words + above_and_below : words);
}

bool Surface::option_card(std::string_view id, Rect where, std::string_view label, bool chosen, std::string_view group,
                          int position, int of, CardLook look)
{
    const Touch touch = interact({.id = std::string(id),
                                  .role = Role::radio,
                                  .name = std::string(label),
                                  .group = std::string(group),
                                  .position = position,
                                  .set_size = of,
                                  .focusable = true,
                                  .checked = chosen,
                                  .rect = where},
                                 radius);
    note_type(Type::patient_option);
    const auto [disc, text_x, text_room, narrow] = card_parts(where.w, look);
    const Point centre{where.x + 26 + disc, where.centre().y};

    if (chosen) {
        const Colour full = touch.held ? theme_->accent_press : theme_->accent;
        brush::fill(*list_, where, full, radius);
    } else {
        const Colour edge = touch.held ? theme_->accent : theme_->border;
        shape(where, touch.held ? theme_->tint : theme_->surface, edge, true, radius);
        if (!narrow) brush::ring(*list_, centre, disc - stroke(true) / 2, edge, stroke(true));
    }
    if (chosen && !narrow) {
        const Colour full = touch.held ? theme_->accent_press : theme_->accent;
        brush::circle(*list_, centre, disc, theme_->on_accent);
        tick(*list_, centre, disc / 16, full);
    }
    const Weight weight = chosen ? Weight::semibold : Weight::regular;
    const float line = type(Type::patient_option).line;
    const auto rows = lines(label, text_room, Type::patient_option, weight);
    float y = where.centre().y - line * static_cast<float>(rows.size()) / 2;
    for (const Line& row : rows) {
        const float width = width_of(row, Type::patient_option, weight);
        const float x = narrow ? (where.w - width) / 2 : row.from_right ? text_x + text_room - width : text_x;
        put_down({where.x + x, y}, row.words(), Type::patient_option, weight, chosen ? theme_->on_accent : theme_->ink);
        y += line;
    }
    return touch.activated;
}

bool Surface::toggle_card(std::string_view id, Rect where, std::string_view label, bool on)
{
    const Touch touch = interact({.id = std::string(id),
                                  .role = Role::check,
                                  .name = std::string(label),
                                  .focusable = true,
                                  .checked = on,
                                  .rect = where},
                                 radius);
    note_type(Type::patient_option);
    const auto [disc, text_x, text_room, narrow] = card_parts(where.w);
    const Colour edge = touch.held ? theme_->accent : theme_->border;
    shape(where, touch.held ? theme_->tint : theme_->surface, edge, true, radius);
    const Point centre{where.x + 26 + disc, where.centre().y};
    const Rect box{centre.x - disc, centre.y - disc, 2 * disc, 2 * disc};
    if (on) {
        brush::fill(*list_, box, theme_->accent, 6);
        tick(*list_, centre, disc / 16, theme_->on_accent);
    } else {
        brush::outline(*list_, box, edge, stroke(true), 6);
    }
    const float line = type(Type::patient_option).line;
    const auto rows = lines(label, text_room, Type::patient_option, Weight::regular);
    float y = where.centre().y - line * static_cast<float>(rows.size()) / 2;
    for (const Line& row : rows) {
        const float x =
            row.from_right ? text_x + text_room - width_of(row, Type::patient_option, Weight::regular) : text_x;
        put_down({where.x + x, y}, row.words(), Type::patient_option, Weight::regular, theme_->ink);
        y += line;
    }
    return touch.activated;
}

} // namespace rapport::shell
