#include "app/kiosk/counted.h"
#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;
using strings::say;

std::optional<Intent> draw_instructions(shell::Ui& ui, const InstructionsView& view)
{
    constexpr float lead_top = 144;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("instructions", say("kiosk.page.instructions"), "part.start");
    std::optional<Intent> intent = draw_top_bar(ui, view.top);

    float y = lead_top;
    y += ui.paragraph(
        "instructions.lead", {at.left, y, at.width, 0}, view.heading,
        {.type = Type::patient_lead, .weight = Weight::semibold, .colour = theme.ink, .role = shell::Role::heading});
    y += 24;
    const float count_line = shell::metrics(Type::patient_small, ui.text_size()).line;
    const float room = at.foot_top - 24 - count_line - 24 - y;
    y += fitted_paragraph(ui, "instructions.words", {at.left, y, at.width, room}, view.words,
                          {.type = Type::patient_option, .colour = theme.ink});
    y += 24;
    ui.paragraph("instructions.count", {at.left, y, at.width, 0},
                 counted("kiosk.instructions.questions", view.questions),
                 {.type = Type::patient_small, .colour = theme.ink2});

    if (view.back && back_button(ui, at, "back", say("kiosk.back"))) intent = session::intent::Back{};
    if (main_button(ui, at, "part.start", say("kiosk.instructions.start"))) intent = session::intent::StartPart{};
    return intent;
}

} // namespace rapport::kiosk
