#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

std::optional<Intent> draw_confirm_decline(shell::Ui& ui, const ConfirmDeclineView& view, ReadSoFar& read)
{
    const Grid at = grid(ui);
    ui.page("confirm_decline", view.wording.question, "decline.keep");
    std::optional<Intent> intent = draw_top_bar(ui, view.top);

    const shell::ButtonStyle style{
        .kind = shell::ButtonKind::outlined, .type = Type::patient_option, .radius = card_radius};
    const float line = line_of(ui, Type::patient_option);
    const auto height_of = [&](std::string_view label) {
        return std::max(ui.patient_target(),
                        ui.paragraph_height(label, at.width - 32, style.type, Weight::regular) + line / 4);
    };
    const std::string_view keep = say("kiosk.decline.keep");
    const std::string_view confirm = say("kiosk.decline.confirm");
    const std::string_view sentence = say("kiosk.decline.ask");
    const float keep_top = at.foot_top + at.control - height_of(keep); // where the words were that brought it here
    const float confirm_top = keep_top - space - height_of(confirm);
    const float asked = ui.paragraph_height(sentence, at.width, Type::patient_option, Weight::regular);
    const float sentence_top = confirm_top - (at.large ? group_gap : 32) - asked;
    draw_wording(ui, read, view.wording, {at.left, at.body_top, at.width, sentence_top - group_gap - at.body_top});
    ui.paragraph("decline.sentence", {at.left, sentence_top, at.width, asked}, sentence,
                 {.type = Type::patient_option, .colour = ui.theme().ink});
    if (ui.button("decline.confirm", {at.left, confirm_top, at.width, height_of(confirm)}, confirm, style))
        intent = session::intent::DeclineConfirmed{};
    if (ui.button("decline.keep", {at.left, keep_top, at.width, height_of(keep)}, keep, style))
        intent = session::intent::DeclineTakenBack{};
    return intent;
}

} // namespace rapport::kiosk
