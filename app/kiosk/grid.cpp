#include "app/kiosk/grid.h"

#include <algorithm>

#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;

Grid grid(const shell::Ui& ui)
{
    constexpr float widest = 1040;
    Grid at;
    at.window = ui.window();
    at.portrait = at.window.h > at.window.w;
    const float margin = at.portrait ? 32 : 120;
    at.width = std::min(widest, at.window.w - 2 * margin);
    at.left = at.window.x + (at.window.w - at.width) / 2;
    at.foot_top = at.window.bottom() - 88;
    at.options_bottom = at.window.bottom() - 112;
    return at;
}

float outline_width(const shell::Theme& theme)
{
    return theme.name == shell::ThemeName::high_contrast ? 3 : 2;
}

float button_width(const shell::Ui& ui, std::string_view label, float least)
{
    constexpr float icon_gap_and_padding = 113;
    return std::max(least, ui.text_width(label, Type::patient_option, Weight::semibold) + icon_gap_and_padding);
}

float fitted_paragraph(shell::Ui& ui, std::string_view id, shell::Rect where, std::string_view words,
                       const shell::TextStyle& style)
{
    const float height = ui.paragraph_height(words, where.w, style.type, style.weight);
    if (height <= where.h) return ui.paragraph(id, where, words, style);
    const float offset = ui.begin_scroll(std::string(id) + ".scroll", where, height);
    ui.paragraph(id, {where.x, where.y - offset, where.w, height}, words, style);
    ui.end_scroll();
    return where.h;
}

bool main_button(shell::Ui& ui, const Grid& at, std::string_view id, std::string_view label)
{
    const float width = button_width(ui, label);
    return ui.button(
        id, {at.right() - width, at.foot_top, width, control_height}, label,
        {.kind = shell::ButtonKind::filled, .type = Type::patient_option, .icon_after = shell::Icon::next});
}

bool back_button(shell::Ui& ui, const Grid& at, std::string_view id, std::string_view label)
{
    const float width = button_width(ui, label);
    return ui.button(
        id, {at.left, at.foot_top, width, control_height}, label,
        {.kind = shell::ButtonKind::outlined, .type = Type::patient_option, .icon_before = shell::Icon::back});
}

bool staff_button(shell::Ui& ui, const Grid& at, std::string_view id)
{
    constexpr float pad = 16;
    const std::string_view label = strings::say("kiosk.staff");
    const float width = ui.text_width(label, Type::patient_small, Weight::regular) + icon_size + 8 + 2 * pad;
    return ui.button(id, {at.left - pad, at.foot_top, width, control_height}, label,
                     {.kind = shell::ButtonKind::quiet, .type = Type::patient_small, .icon_before = shell::Icon::lock});
}

} // namespace rapport::kiosk
