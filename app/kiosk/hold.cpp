#include "app/kiosk/hold.h"

#include <algorithm>

#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

constexpr float gap = 12;

} // namespace

Rect staff_hold_place(const shell::Ui& ui, const Grid& at)
{
    const float words = ui.text_width(say("kiosk.staff.hold"), Type::patient_small, Weight::regular);
    return {at.left - quiet_pad, at.foot_top,
            std::min(words + icon_size(ui) + gap + 2 * quiet_pad, at.window.w - at.left), ui.patient_target()};
}

bool staff_hold(shell::Ui& ui, std::string_view id, Rect where, shell::Colour ink, Hold& hold)
{
    const std::string_view label = say("kiosk.staff.hold");
    ui.area(id, where, label, shell::Role::button, space);
    const float line = line_of(ui, Type::patient_small);
    const float y = where.centre().y;
    ui.icon(shell::Icon::lock, {where.x + quiet_pad + icon_size(ui) / 2, y}, icon_size(ui), ink);
    ui.decorative({where.x + quiet_pad + icon_size(ui) + gap, y - line / 2}, label,
                  {.type = Type::patient_small, .colour = ink});
    if (ui.held() != id) {
        hold.since.reset();
        return false;
    }
    if (!hold.since) hold.since = ui.now();
    const double held = ui.now() - *hold.since;
    if (held >= Hold::needed) {
        hold.since.reset();
        return true;
    }
    constexpr double tick = 0.1;
    constexpr float bar = 4;
    const float full = where.w - 2 * quiet_pad;
    ui.fill({where.x + quiet_pad, where.bottom() - bar - space, full * static_cast<float>(held / Hold::needed), bar},
            ink, bar / 2);
    ui.wake_after(tick);
    return false;
}

} // namespace rapport::kiosk
