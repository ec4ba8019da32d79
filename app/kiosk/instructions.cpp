#include "app/kiosk/counted.h"
#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using strings::say;

std::optional<Intent> draw_instructions(shell::Ui& ui, const InstructionsView& view, ReadSoFar& read)
{
    constexpr float lead_top = 144;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("instructions", say("kiosk.page.instructions"), "part.start");
    std::optional<Intent> intent = draw_top_bar(ui, view.top);
    const Foot places =
        foot(ui, at, view.back ? say("kiosk.back") : std::string_view(), say("kiosk.instructions.start"));

    Reader body = Reader::of_page(ui, read, "instructions.body", at, lead_top, places.body_bottom());
    float y = body.top();
    y += body.words("instructions.lead", {at.left, y, at.width, 0}, view.heading, lead_style(ui));
    y += group_gap;
    y += body.words("instructions.words", {at.left, y, at.width, 0}, view.words,
                    {.type = Type::patient_option, .colour = theme.ink});
    y += group_gap;
    const shell::TextStyle quiet{.type = Type::patient_small, .colour = theme.ink2};
    y += body.words("instructions.count", {at.left, y, at.width, 0},
                    counted("kiosk.instructions.questions", view.questions), quiet);
    if (!view.notice.empty()) {
        y += space;
        y += body.words("instructions.notice", {at.left, y, at.width, 0}, view.notice, quiet);
    }
    if (!view.readers.empty()) {
        y += space;
        y += body.words("instructions.readers", {at.left, y, at.width, 0}, view.readers,
                        {.type = Type::patient_small, .colour = theme.ink});
    }
    const bool seen = body.finish(y);

    if (draw_back(ui, places, "back")) intent = session::intent::Back{};
    if (draw_main(ui, places, "part.start", seen)) intent = session::intent::StartPart{};
    return intent;
}

} // namespace rapport::kiosk
