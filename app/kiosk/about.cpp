#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;
using strings::say;

std::optional<Intent> draw_about(shell::Ui& ui, const AboutView& view, ReadSoFar& read)
{
    constexpr float lead_top = 128;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("about", say("kiosk.about"), "sheet.done");
    std::optional<Intent> intent = draw_top_bar(ui, view.top);
    const Foot places = foot(ui, at, say("kiosk.about.back"), {});

    Reader body = Reader::of_page(ui, read, "about.body", at, lead_top, places.body_bottom());
    float y = body.top();
    y += body.words("about.lead", {at.left, y, at.width, 0}, say("kiosk.about"), lead_style(ui));
    const auto section = [&](std::string_view id, std::string_view heading, std::string_view words) {
        if (words.empty()) return;
        y += group_gap;
        y += body.words(std::string(id) + ".heading", {at.left, y, at.width, 0}, heading,
                        {.type = Type::patient_small,
                         .weight = Weight::semibold,
                         .colour = theme.ink2,
                         .role = shell::Role::heading});
        y += body.words(id, {at.left, y, at.width, 0}, words, {.type = Type::patient_option, .colour = theme.ink});
    };
    section("about.help", say("kiosk.about.help"), view.help);
    section("about.instructions", say("kiosk.about.instructions"), view.instructions);
    section("about.recall", say("kiosk.about.recall"), view.recall);
    if (!view.notice.empty()) {
        y += group_gap;
        y += body.words("about.notice", {at.left, y, at.width, 0}, view.notice,
                        {.type = Type::patient_small, .colour = theme.ink2});
    }
    if (view.can_clear) {
        y += group_gap;
        const std::string_view label = say("kiosk.about.clear");
        const float height = ui.option_card_height(label, at.width);
        if (ui.button("about.clear", {at.left, y, at.width, height}, label,
                      {.kind = shell::ButtonKind::outlined, .type = Type::patient_option, .radius = card_radius}))
            intent = session::intent::Cleared{};
        y += height;
    }
    body.finish(y);
    if (draw_back(ui, places, "sheet.done")) intent = session::intent::SheetDone{};
    return intent;
}

} // namespace rapport::kiosk
