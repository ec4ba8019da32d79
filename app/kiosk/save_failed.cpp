#include <cmath>

#include "app/kiosk/counted.h"
#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;
using strings::say;

std::optional<Intent> draw_save_failed(shell::Ui& ui, const SaveFailedView& view)
{
    constexpr float lead_share = 0.3F;
    std::optional<Intent> intent;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("save_failed", say("kiosk.page.save_failed"), "handback.staff");
    if (const auto help = draw_top_bar(ui, {.someone = true, .pause = false})) intent = help;

    float y = std::round(at.window.h * lead_share);
    y += ui.paragraph(
        "save_failed.lead", {at.left, y, at.width, 0}, say("kiosk.save_failed.lead"),
        {.type = Type::patient_lead, .weight = Weight::semibold, .colour = theme.ink, .role = shell::Role::heading});
    y += 24;
    const std::string safe =
        view.safe == 0 ? std::string(say("kiosk.save_failed.safe.none")) : counted("kiosk.save_failed.safe", view.safe);
    ui.paragraph("save_failed.safe", {at.left, y, at.width, 0}, safe,
                 {.type = Type::patient_option, .colour = theme.ink2});
    if (staff_button(ui, at, "handback.staff")) intent = session::intent::StaffWanted{};
    return intent;
}

} // namespace rapport::kiosk
