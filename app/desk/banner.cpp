#include "app/desk/banner.h"

#include <algorithm>

#include "app/desk/pieces.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;

bool draw_banner(Ui& ui, const std::string& sentence)
{
    if (sentence.empty()) return false;
    constexpr float widest = 720;
    const Rect window = ui.window();
    const float close_width = ui.button_width(strings::say("common.close"));
    const float width = std::min(widest, window.w - 2 * margin);
    const float room = width - 56 - close_width - 2 * card_gap;
    const float text = ui.paragraph_height(sentence, room, shell::Type::staff_body, shell::Weight::regular);
    const float height = std::max(text, control_height) + 24;
    const Rect where{(window.w - width) / 2, window.h - margin - height, width, height};
    ui.fill(where, ui.theme().surface, card_radius);
    ui.outline(where, ui.theme().border, 1, card_radius);
    ui.icon(shell::Icon::notice, {where.x + 32, where.y + height / 2}, 20, ui.theme().ink);
    shell::TextStyle style = body(ui);
    style.role = shell::Role::alert;
    ui.paragraph("banner", {where.x + 56, where.y + (height - text) / 2, room, text}, sentence, style);
    return ui.button(
        "banner.close",
        {where.right() - card_gap - close_width, where.y + (height - control_height) / 2, close_width, control_height},
        strings::say("common.close"));
}

} // namespace rapport::desk
