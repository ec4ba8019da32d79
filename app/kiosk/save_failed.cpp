#include <cmath>

#include "app/kiosk/counted.h"
#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using strings::say;

std::optional<Intent> draw_save_failed(shell::Ui& ui, const SaveFailedView& view, ReadSoFar& read)
{
    constexpr float lead_share = 0.3F;
    std::optional<Intent> intent;
    const Grid at = grid(ui);
    ui.page("save_failed", say("kiosk.page.save_failed"), "handback.staff");
    if (const auto help = draw_top_bar(ui, {.someone = true, .pause = false})) intent = help;

    Reader body =
        Reader::of_page(ui, read, "save_failed.body", at, std::round(at.window.h * lead_share), at.body_bottom);
    float y = body.top();
    y += body.words("save_failed.lead", {at.left, y, at.width, 0}, say("kiosk.save_failed.lead"), lead_style(ui));
    y += group_gap;
    const std::string safe =
        view.safe == 0 ? std::string(say("kiosk.save_failed.safe.none")) : counted("kiosk.save_failed.safe", view.safe);
    y += body.words("save_failed.safe", {at.left, y, at.width, 0}, safe,
                    {.type = shell::Type::patient_option, .colour = ui.theme().ink2});
    body.finish(y);
    if (staff_button(ui, at, "handback.staff")) intent = session::intent::StaffWanted{};
    return intent;
}

} // namespace rapport::kiosk
