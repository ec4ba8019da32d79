#include "app/kiosk/foot.h"

#include <algorithm>

#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Icon;
using shell::Rect;
using shell::Type;
using shell::Weight;

namespace {

shell::ButtonStyle back_style()
{
    return {.kind = shell::ButtonKind::outlined, .type = Type::patient_option, .icon_before = Icon::back};
}

/// Words, one icon, the space between them and to the sides.
float button_width(const shell::Ui& ui, std::string_view label)
{
    constexpr float least = 184;
    constexpr float gap_and_sides = 85;
    return std::max(least,
                    ui.text_width(label, Type::patient_option, Weight::semibold) + icon_size(ui) + gap_and_sides);
}

} // namespace

shell::ButtonStyle main_style()
{
    return {.kind = shell::ButtonKind::filled, .type = Type::patient_option, .icon_after = Icon::next};
}

Foot foot(const shell::Ui& ui, const Grid& at, std::string_view back, std::string_view main,
          const shell::ButtonStyle& style)
{
    constexpr float above_and_below = 16;
    Foot places{back, main, style};
    float back_width = back.empty() ? 0 : button_width(ui, back);
    float main_width = main.empty() ? 0 : button_width(ui, main);
    const float gap = back.empty() || main.empty() ? 0 : space;
    if (back_width + gap + main_width > at.width && !main.empty() && !back.empty()) {
        places.back_words = false;
        back_width = at.control + space;
    }
    float height = at.control;
    if (back_width + gap + main_width > at.width) {
        main_width = at.width - back_width - gap;
        const float words = main_width - icon_size(ui) - 2 * above_and_below;
        height = std::max(height,
                          ui.paragraph_height(main, words, Type::patient_option, Weight::semibold) + above_and_below);
    } else if (at.help_at_foot && !back.empty() && !main.empty()) {
        main_width = at.width - back_width - gap; // the whole width is the target
    }
    const float bottom = at.foot_top + at.control;
    places.back_place = {at.left, bottom - height, back_width, height};
    places.main_place = {at.right() - main_width, bottom - height, main_width, height};
    return places;
}

bool draw_back(shell::Ui& ui, const Foot& foot, std::string_view id)
{
    if (foot.back.empty()) return false;
    if (foot.back_words) return ui.button(id, foot.back_place, foot.back, back_style());
    const bool pressed = sign_button(ui, id, foot.back_place, foot.back, Icon::back);
    ui.outline(foot.back_place, ui.theme().border, outline_width(ui.theme()), space);
    return pressed;
}

bool draw_main(shell::Ui& ui, const Foot& foot, std::string_view id, bool enabled)
{
    shell::ButtonStyle style = foot.main_style;
    style.enabled = enabled;
    return !foot.main.empty() && ui.button(id, foot.main_place, foot.main, style);
}

bool staff_button(shell::Ui& ui, const Grid& at, std::string_view id)
{
    const std::string_view label = strings::say("kiosk.staff");
    const float width = std::min(quiet_width(ui, label, Icon::lock), at.width + 2 * quiet_pad);
    return ui.button(id, {at.left - quiet_pad, at.foot_top, width, at.control}, label, quiet_style(Icon::lock));
}

bool sign_button(shell::Ui& ui, std::string_view id, Rect where, std::string_view name, Icon icon)
{
    const bool pressed = ui.area(id, where, name, shell::Role::button, space);
    ui.icon(icon, where.centre(), icon_size(ui), ui.theme().ink2);
    return pressed;
}

bool sign_button(shell::Ui& ui, std::string_view id, Rect where, std::string_view name, std::string_view sign)
{
    const bool pressed = ui.area(id, where, name, shell::Role::button, space);
    const float line = line_of(ui, Type::patient_small);
    const float width = ui.text_width(sign, Type::patient_small, Weight::semibold);
    ui.decorative({where.centre().x - width / 2, where.centre().y - line / 2}, sign,
                  {.type = Type::patient_small, .weight = Weight::semibold, .colour = ui.theme().ink2});
    return pressed;
}

} // namespace rapport::kiosk
