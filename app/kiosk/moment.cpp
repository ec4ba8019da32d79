#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;
using strings::say;

std::optional<Intent> draw_moment(shell::Ui& ui, const MomentView& view)
{
    constexpr float lead_top = 144;
    std::optional<Intent> intent;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("moment", say("kiosk.page.moment"), view.someone ? "moment.return" : "moment.someone");

    float y = lead_top;
    y += ui.paragraph(
        "moment.lead", {at.left, y, at.width, 0}, say(view.someone ? "kiosk.someone.lead" : "kiosk.moment.lead"),
        {.type = Type::patient_lead, .weight = Weight::semibold, .colour = theme.ink, .role = shell::Role::heading});
    if (view.someone) {
        y += space;
        y += ui.paragraph("moment.seen", {at.left, y, at.width, 0}, say("kiosk.someone.seen"),
                          {.type = Type::patient_option, .colour = theme.ink2});
    }
    y += 24;
    fitted_paragraph(ui, "moment.words", {at.left, y, at.width, at.foot_top - 24 - y}, view.words,
                     {.type = Type::patient_option, .colour = theme.ink});

    if (back_button(ui, at, "moment.return", say("kiosk.moment.return"))) intent = session::intent::ReturnFromMoment{};
    if (!view.someone) {
        const std::string_view label = say("kiosk.someone");
        const float width = button_width(ui, label);
        if (ui.button(
                "moment.someone", {at.right() - width, at.foot_top, width, control_height}, label,
                {.kind = shell::ButtonKind::filled, .type = Type::patient_option, .icon_before = shell::Icon::help}))
            intent = session::intent::NeedSomeone{};
    }
    return intent;
}

} // namespace rapport::kiosk
