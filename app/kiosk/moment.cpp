#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using strings::say;

std::optional<Intent> draw_moment(shell::Ui& ui, const MomentView& view, ReadSoFar& read)
{
    constexpr float lead_top = 144;
    std::optional<Intent> intent;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page(view.safety ? "safety" : "moment", say(view.safety ? "kiosk.page.safety" : "kiosk.page.moment"),
            view.someone ? "moment.return" : "moment.someone");
    if (const auto chosen = draw_top_bar(ui, view.top)) intent = chosen;
    const Foot places =
        foot(ui, at, say("kiosk.moment.return"), view.someone ? std::string_view() : say("kiosk.someone"),
             {.kind = shell::ButtonKind::filled, .type = Type::patient_option, .icon_before = shell::Icon::help});

    Reader body = Reader::of_page(ui, read,
                                  view.someone  ? "someone.body"
                                  : view.safety ? "safety.body"
                                                : "moment.body",
                                  at, lead_top, places.body_bottom());
    float y = body.top();
    y += body.words("moment.lead", {at.left, y, at.width, 0},
                    say(view.someone  ? "kiosk.someone.lead"
                        : view.safety ? "kiosk.safety.lead"
                                      : "kiosk.moment.lead"),
                    lead_style(ui));
    if (view.someone) {
        y += space;
        y += body.words("moment.seen", {at.left, y, at.width, 0}, say("kiosk.someone.seen"),
                        {.type = Type::patient_option, .colour = theme.ink2});
    }
    y += group_gap;
    y += body.words("moment.words", {at.left, y, at.width, 0}, view.words,
                    {.type = Type::patient_option, .colour = theme.ink});
    body.finish(y);

    // Nothing here ever waits for words to be read.
    if (draw_back(ui, places, "moment.return")) intent = session::intent::ReturnFromMoment{};
    if (draw_main(ui, places, "moment.someone")) intent = session::intent::NeedSomeone{};
    return intent;
}

} // namespace rapport::kiosk
