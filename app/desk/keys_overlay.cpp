#include "app/desk/keys_overlay.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

struct KeyLine {
    std::string_view key;
    std::string_view meaning;
};
constexpr std::array<KeyLine, 6> lines{{{"desk.keys.tab", "desk.keys.tab_does"},
                                        {"desk.keys.arrows", "desk.keys.arrows_do"},
                                        {"desk.keys.enter", "desk.keys.enter_does"},
                                        {"desk.keys.slash", "desk.keys.slash_does"},
                                        {"desk.keys.escape", "desk.keys.escape_does"},
                                        {"desk.keys.question", "desk.keys.question_does"}}};

} // namespace

bool draw_keys(Ui& ui)
{
    ui.page("keys", say("desk.keys"));
    constexpr float widest = 560;
    constexpr float line_height = 44;
    const Rect window = ui.window();
    const float width = std::min(widest, window.w - 2 * margin);
    const Rect whole{(window.w - width) / 2, window.h / 6, width, 164 + line_height * static_cast<float>(lines.size())};
    card(ui, whole);
    const float x = whole.x + margin;
    ui.text("keys.title", {x, whole.y + margin}, say("desk.keys"), title(ui));
    float y = whole.y + 72;
    for (std::size_t n = 0; n < lines.size(); ++n) {
        const std::string id = fmt::format("keys.{}", n);
        const shell::TextStyle style = body(ui, shell::Weight::semibold);
        const float key_width = ui.text_width(say(lines[n].key), style.type, style.weight);
        ui.outline({x, y + 6, key_width + 16, 32}, ui.theme().border, 1, 4);
        ui.text(id, {x + 8, y + 10}, say(lines[n].key), style);
        ui.text(id + ".does", {x + 168, y + 10}, say(lines[n].meaning), body(ui));
        y += line_height;
    }
    const std::string_view close = say("common.close");
    const float close_width = ui.button_width(close);
    const bool closed = ui.button(
        "keys.close",
        {whole.right() - margin - close_width, whole.bottom() - margin - control_height, close_width, control_height},
        close);
    const bool escaped = ui.pressed(shell::Key::escape);
    const bool asked_again = ui.typed(U'?');
    return closed || escaped || asked_again;
}

} // namespace rapport::desk
