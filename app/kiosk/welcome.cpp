#include <array>
#include <cmath>

#include "app/kiosk/counted.h"
#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Type;
using shell::Weight;
using strings::say;

namespace {

struct Promise {
    shell::Icon icon;
    std::string_view id;
    std::string_view key;
};
constexpr std::array promises{
    Promise{shell::Icon::ring, "welcome.skip", "kiosk.welcome.skip"},
    Promise{shell::Icon::pause, "welcome.rest", "kiosk.welcome.rest"},
    Promise{shell::Icon::lock, "welcome.private", "kiosk.welcome.private"},
};

std::string how_many(const WelcomeView& view)
{
    std::string words = counted("kiosk.welcome.questions", view.questions);
    if (view.parts > 1) words += " " + say("kiosk.welcome.parts", {{"n", std::to_string(view.parts)}});
    return words;
}

} // namespace

std::optional<Intent> draw_welcome(shell::Ui& ui, const WelcomeView& view)
{
    constexpr float row_height = 56;
    constexpr float row_left = 48;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("welcome", say("kiosk.page.welcome"), "welcome.begin");
    std::optional<Intent> intent = draw_top_bar(ui, view.top);

    float y = at.portrait ? std::round(at.window.h * 0.25F) : 176;
    if (!view.label.empty())
        y += ui.paragraph("welcome.label", {at.left, y, at.width, 0}, view.label,
                          {.type = Type::patient_small, .colour = theme.ink2}) +
             space;
    y += ui.paragraph(
        "welcome.lead", {at.left, y, at.width, 0}, say("kiosk.welcome.lead"),
        {.type = Type::patient_lead, .weight = Weight::semibold, .colour = theme.ink, .role = shell::Role::heading});
    y += space;
    y += ui.paragraph("welcome.count", {at.left, y, at.width, 0}, how_many(view),
                      {.type = Type::patient_option, .colour = theme.ink2});
    y += 40;
    const shell::TypeMetrics body = shell::metrics(Type::patient_option, ui.text_size());
    for (const Promise& promise : promises) {
        ui.icon(promise.icon, {at.left + icon_size / 2, y + body.line / 2}, icon_size, theme.accent);
        ui.paragraph(promise.id, {at.left + row_left, y, at.width - row_left, 0}, say(promise.key),
                     {.type = Type::patient_option, .colour = theme.ink});
        y += row_height;
    }
    if (main_button(ui, at, "welcome.begin", say("kiosk.welcome.begin"))) intent = session::intent::Begin{};
    return intent;
}

} // namespace rapport::kiosk
