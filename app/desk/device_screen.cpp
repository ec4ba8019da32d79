#include "app/desk/device_screen.h"

#include <algorithm>

#include "app/desk/pieces.h"
#include "app/desk/setup_frame.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using sealed::Light;
using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float widest = 760;
constexpr float row_height = 68;

/// A word and a shape say it; nothing rests on a colour.
shell::Icon icon_of(Light light)
{
    return light == Light::green ? shell::Icon::tick : light == Light::amber ? shell::Icon::notice : shell::Icon::alert;
}

} // namespace

std::optional<Intent> draw_device(Ui& ui, const DeviceScreenView& view)
{
    std::optional<Intent> intent;
    float y = draw_setup_heading(ui, Page::device, false, intent);
    const float width = std::min(widest, ui.window().w - 2 * margin);
    const std::string_view summary =
        say(view.refused.empty() ? sealed::red_ones(view.checks).empty() ? "desk.device.fit" : "desk.device.allowed"
            : view.demo          ? "desk.device.demo"
                                 : "desk.device.refused");
    shell::TextStyle style = body(ui, shell::Weight::semibold);
    style.role = shell::Role::alert;
    y += ui.paragraph("device.summary", {margin, y, width, 0}, summary, style) + 16;
    const Rect whole{margin, y, width, row_height * static_cast<float>(view.checks.size())};
    card(ui, whole);
    bool first = true;
    for (const sealed::DeviceCheck& check : view.checks) {
        if (!std::exchange(first, false)) divider(ui, whole, y);
        const shell::Colour ink = check.light == Light::green ? ui.theme().accent : ui.theme().alert;
        ui.icon(icon_of(check.light), {whole.x + 34, y + row_height / 2}, 24, ink);
        const std::string id = "device." + check.id;
        const std::string name(say(id));
        const std::string light(word(check.light));
        ui.text(id, {whole.x + 68, y + 12}, name + ": " + std::string(say("device.light." + light)),
                body(ui, shell::Weight::semibold));
        std::string words(say(id + "." + light));
        if (!check.seen.empty()) words += " (" + check.seen + ")";
        ui.paragraph(id + ".words", {whole.x + 68, y + 38, whole.w - 84, 0}, words, small(ui), 1);
        y += row_height;
    }
    ui.paragraph("device.print", {margin, y + 16, width, 0}, say("desk.device.print"), second(ui));
    return intent;
}

} // namespace rapport::desk
