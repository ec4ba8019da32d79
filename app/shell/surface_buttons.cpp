#include <algorithm>
#include <array>
#include <cmath>

#include "app/shell/brush.h"
#include "app/shell/imgui_port.h"
#include "app/shell/surface.h"

namespace rapport::shell {
namespace {

bool is_patient(Type type)
{
    return type >= Type::patient_small;
}

bool is_bare(ButtonKind kind)
{
    return kind == ButtonKind::quiet || kind == ButtonKind::underlined || kind == ButtonKind::link;
}

Weight weight_of(ButtonKind kind)
{
    using enum ButtonKind;
    return kind == filled || kind == reversed || kind == accent_outlined || kind == alert_outlined ? Weight::semibold
                                                                                                   : Weight::regular;
}

/// Pixels around a label: icons, the space to them, and the space to the sides.
struct Spacing {
    float icon = 20;
    float to_icon = 8;
    float side = 16;
};

Spacing spacing(const ButtonStyle& style, float scale)
{
    const bool bare = is_bare(style.kind);
    if (!is_patient(style.type)) return {.icon = 20, .to_icon = 8, .side = bare ? 0.0F : 16.0F};
    // Icons grow with the words, but more slowly: 28 at 100 %, 44 at 200 %.
    return {.icon = std::round(28 + 16 * (scale - 1)), .to_icon = bare ? 12.0F : 16.0F, .side = bare ? 0.0F : 40.0F};
}

/// Width of the icons and the space between them and the label.
float icons_width(const ButtonStyle& style, const Spacing& space, bool words)
{
    const int icons = (style.icon_before != Icon::none ? 1 : 0) + (style.icon_after != Icon::none ? 1 : 0);
    return static_cast<float>(icons) * (space.icon + (words ? space.to_icon : 0));
}

struct Look {
    Colour inside, edge, ink;
    bool has_shape = true;
};

Look look(const Theme& theme, ButtonKind kind, bool hovered, bool held)
{
    const Colour inside = held ? theme.tint : hovered ? theme.sunken : theme.surface;
    switch (kind) {
    case ButtonKind::filled: {
        const Colour full = held ? theme.accent_press : hovered ? theme.accent_hover : theme.accent;
        return {full, full, theme.on_accent};
    }
    case ButtonKind::reversed:
        return held ? Look{theme.tint, theme.accent, theme.ink} : Look{theme.ink, theme.ink, theme.ground};
    case ButtonKind::outlined:
        return {inside, held ? theme.accent : theme.border, theme.ink};
    case ButtonKind::accent_outlined:
        return {inside, theme.accent, held ? theme.ink : theme.accent};
    case ButtonKind::alert_outlined:
        return {held ? theme.alert_tint : inside, theme.alert, theme.alert};
    case ButtonKind::quiet:
    case ButtonKind::underlined:
        return {inside, inside, held ? theme.ink : theme.ink2, held || hovered};
    case ButtonKind::link:
        return {inside, inside, held ? theme.ink : theme.accent, held || hovered};
    }
    return {};
}

} // namespace

float Surface::stroke(bool patient) const
{
    return (patient ? 2.0F : 1.0F) + (theme_->name == ThemeName::high_contrast ? 1.0F : 0.0F);
}

void Surface::shape(Rect where, Colour inside, Colour edge, bool patient, float radius)
{
    brush::card(*list_, where, inside, edge, stroke(patient), radius);
}

float Surface::button_width(std::string_view label, const ButtonStyle& style) const
{
    const float px_scale = type(style.type).px / metrics(style.type).px;
    const Spacing space = spacing(style, px_scale);
    return std::ceil(text_width(label, style.type, weight_of(style.kind), false) +
                     icons_width(style, space, !label.empty()) + 2 * space.side);
}

bool Surface::button(std::string_view id, Rect where, std::string_view label, const ButtonStyle& style)
{
    const bool patient = is_patient(style.type);
    const bool bare = is_bare(style.kind);
    const Touch touch = interact({.id = std::string(id),
                                  .role = style.kind == ButtonKind::link ? Role::link : Role::button,
                                  .name = std::string(label),
                                  .focusable = true,
                                  .enabled = style.enabled,
                                  .rect = where},
                                 style.radius);
    note_type(style.type);
    Look seen = look(*theme_, style.kind, touch.hovered && may_hover() && !patient, touch.held);
    if (!style.enabled) {
        const bool staff_ink = !patient || theme_->name == ThemeName::high_contrast;
        seen.ink = staff_ink ? theme_->disabled : theme_->ink2;
        if (!bare) brush::dashed_outline(*list_, where, theme_->border, stroke(patient), style.radius);
    } else if (bare && seen.has_shape) {
        brush::fill(*list_, {where.x - 8, where.y, where.w + 16, where.h}, seen.inside, style.radius);
    } else if (style.kind == ButtonKind::filled) {
        brush::fill(*list_, where, seen.inside, style.radius);
    } else if (!bare) {
        shape(where, seen.inside, seen.edge, patient, style.radius);
    }

    const Weight weight = style.enabled ? weight_of(style.kind) : Weight::regular;
    const float line = type(style.type).line;
    const Spacing space = spacing(style, type(style.type).px / metrics(style.type).px);
    const float icons = icons_width(style, space, !label.empty());
    const float side = std::min(space.side, 16.0F);
    // A label takes a second line only between words; two pixels of grace, since places are whole and widths are not.
    const auto rows =
        lines(label, std::max(where.w - icons - side + 2, widest_word(label, style.type, weight)), style.type, weight);
    float widest = 0;
    for (const Line& row : rows)
        widest = std::max(widest, width_of(row, style.type, weight));

    float x = where.x + side;
    if (style.align == Align::centre) x = where.x + (where.w - widest - icons) / 2;
    if (style.align == Align::right) x = where.right() - side - widest - icons;
    const float middle = where.centre().y;
    const float word_gap = label.empty() ? 0 : space.to_icon;
    if (style.icon_before != Icon::none) {
        icon(style.icon_before, {std::round(x + space.icon / 2), middle}, space.icon, seen.ink);
        x += space.icon + word_gap;
    }
    float y = middle - line * static_cast<float>(rows.size()) / 2;
    for (const Line& row : rows) {
        const float width = width_of(row, style.type, weight);
        const float left = style.kind == ButtonKind::underlined ? x + (widest - width) / 2 : x;
        put_down({left, y}, row.words(), style.type, weight, seen.ink);
        const bool dashed = bare && !style.enabled;
        if (style.kind == ButtonKind::underlined || dashed)
            this->line({left, y + line + 1.5F}, {left + width, y + line + 1.5F}, seen.ink, patient && line > 40 ? 2 : 1,
                       dashed ? 4 : 0, 3);
        y += line;
    }
    if (style.icon_after != Icon::none)
        icon(style.icon_after, {std::round(x + widest + word_gap + space.icon / 2), middle}, space.icon, seen.ink);
    return touch.activated;
}

bool Surface::check_box(std::string_view id, Rect where, std::string_view label, bool on, bool enabled)
{
    constexpr float side = 24;
    constexpr float radius = 4;
    const Rect box{where.x, std::round(where.centre().y - side / 2), side, side};
    const Touch touch = interact({.id = std::string(id),
                                  .role = Role::check,
                                  .name = std::string(label),
                                  .focusable = true,
                                  .checked = on,
                                  .enabled = enabled,
                                  .rect = where},
                                 box, radius);
    const bool hovered = touch.hovered && may_hover();
    const float width = 2 + (theme_->name == ThemeName::high_contrast ? 1.0F : 0.0F);
    if (!enabled) {
        brush::dashed_outline(*list_, box, theme_->border, width, radius);
    } else if (on) {
        brush::fill(*list_, box,
                    touch.held ? theme_->accent_press
                    : hovered  ? theme_->accent_hover
                               : theme_->accent,
                    radius);
    } else {
        brush::card(*list_, box,
                    touch.held ? theme_->tint
                    : hovered  ? theme_->sunken
                               : theme_->surface,
                    touch.held ? theme_->accent : theme_->border, width, radius);
    }
    if (on) icon(Icon::tick, box.centre(), 18, enabled ? theme_->on_accent : theme_->disabled);
    const float line = type(Type::staff_body).line;
    run({box.right() + 8, where.centre().y - line / 2}, label, Type::staff_body, Weight::regular,
        enabled ? theme_->ink : theme_->disabled);
    return touch.activated;
}

bool Surface::tab(std::string_view id, Rect where, std::string_view label, bool current)
{
    const Touch touch = interact({.id = std::string(id),
                                  .role = Role::tab,
                                  .name = std::string(label),
                                  .focusable = true,
                                  .checked = current,
                                  .rect = where},
                                 8);
    if (touch.held || (touch.hovered && may_hover() && !current))
        brush::fill(*list_, {where.x, where.y, where.w, where.h - 3}, touch.held ? theme_->tint : theme_->sunken, 8);
    const Weight weight = current ? Weight::semibold : Weight::regular;
    const float width = text_width(label, Type::staff_body, weight, false);
    const float line = type(Type::staff_body).line;
    const float x = where.x + (where.w - width) / 2;
    run({x, where.centre().y - line / 2}, label, Type::staff_body, weight, current ? theme_->ink : theme_->ink2);
    if (current) brush::fill(*list_, {std::round(x), where.bottom() - 3, std::round(width), 3}, theme_->accent, 1.5F);
    return touch.activated;
}

bool Surface::area(std::string_view id, Rect where, std::string_view name, Role role, float radius)
{
    const Touch touch = interact(
        {.id = std::string(id), .role = role, .name = std::string(name), .focusable = true, .rect = where}, radius);
    if (touch.held) {
        if (last_patient_page_)
            shape(where, theme_->tint, theme_->accent, true, radius);
        else
            brush::fill(*list_, where, theme_->tint, radius);
    } else if (touch.hovered && may_hover()) {
        brush::fill(*list_, where, theme_->sunken, radius);
    }
    return touch.activated;
}

} // namespace rapport::shell
