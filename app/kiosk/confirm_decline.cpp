#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using strings::say;

std::optional<Intent> draw_confirm_decline(shell::Ui& ui, const ConfirmDeclineView& view)
{
    constexpr float sentence_gap = 32;
    const Grid at = grid(ui);
    ui.page("confirm_decline", view.wording.question, "decline.keep");
    std::optional<Intent> intent = draw_top_bar(ui, view.top);
    draw_wording(ui, view.wording);

    const shell::ButtonStyle style{
        .kind = shell::ButtonKind::outlined, .type = shell::Type::patient_option, .radius = card_radius};
    const float keep_top = at.options_bottom - control_height;
    const float confirm_top = keep_top - space - control_height;
    const std::string_view sentence = say("kiosk.decline.ask");
    const float height = ui.paragraph_height(sentence, at.width, shell::Type::patient_option, shell::Weight::regular);
    ui.paragraph("decline.sentence", {at.left, confirm_top - sentence_gap - height, at.width, height}, sentence,
                 {.type = shell::Type::patient_option, .colour = ui.theme().ink});
    if (ui.button("decline.confirm", {at.left, confirm_top, at.width, control_height}, say("kiosk.decline.confirm"),
                  style))
        intent = session::intent::DeclineConfirmed{};
    if (ui.button("decline.keep", {at.left, keep_top, at.width, control_height}, say("kiosk.decline.keep"), style))
        intent = session::intent::DeclineTakenBack{};
    if (back_button(ui, at, "back", say("kiosk.back"))) intent = session::intent::Back{};
    return intent;
}

} // namespace rapport::kiosk
