#include <algorithm>
#include <array>
#include <cmath>

#include "app/kiosk/choices.h"
#include "app/kiosk/counted.h"
#include "app/kiosk/foot.h"
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

/// Each language by its own name, wherever its letters can be drawn.
struct Tongue {
    std::string_view code;
    std::string_view name;
};
constexpr std::array tongues{Tongue{"en", "English"}, Tongue{"es", "Español"}, Tongue{"zh", "中文"}};

std::optional<Intent> draw_languages(shell::Ui& ui, const Grid& at, const WelcomeView& view, float& y)
{
    std::vector<Tongue> shown;
    std::vector<std::string_view> names;
    for (const Tongue& tongue : tongues)
        if (ui.can_show(tongue.name)) {
            shown.push_back(tongue);
            names.push_back(tongue.name);
        }
    const auto count = static_cast<float>(shown.size());
    const float widest = at.large ? at.width : 720;
    const float side = (std::min(widest, at.width) - space * (count - 1)) / count;
    const bool abreast = fit_abreast(ui, side, names);
    const float width = abreast ? side : at.width;
    const float height = ui.option_card_height("0", width);
    std::optional<Intent> intent;
    float x = at.left;
    int position = 0;
    for (const Tongue& tongue : shown) {
        const bool on = view.shown.language == tongue.code;
        if (ui.option_card("language." + std::string(tongue.code), {x, y, width, height}, tongue.name, on, "language",
                           ++position, static_cast<int>(shown.size())) &&
            !on) {
            session::Presentation to = view.shown;
            to.language = tongue.code;
            intent = session::intent::PresentationChosen{to};
        }
        if (abreast)
            x += width + space;
        else
            y += height + space;
    }
    y += abreast ? height : -space;
    return intent;
}

} // namespace

std::optional<Intent> draw_welcome(shell::Ui& ui, const WelcomeView& view, ReadSoFar& read)
{
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("welcome", say("kiosk.page.welcome"), "welcome.begin");
    std::optional<Intent> intent = draw_top_bar(ui, view.top);
    const Foot places = foot(ui, at, {}, say("kiosk.welcome.begin"));

    const float wanted = at.portrait ? std::round(at.window.h * 0.2F) : 128;
    Reader body = Reader::of_page(ui, read, "welcome.body", at, wanted, places.body_bottom());
    float y = body.top();
    if (!view.label.empty())
        y += body.words("welcome.label", {at.left, y, at.width, 0}, view.label,
                        {.type = Type::patient_small, .colour = theme.ink2}) +
             space;
    y += body.words("welcome.lead", {at.left, y, at.width, 0}, say("kiosk.welcome.lead"), lead_style(ui));
    y += space;
    y += body.words("welcome.count", {at.left, y, at.width, 0}, how_many(view),
                    {.type = Type::patient_option, .colour = theme.ink2});
    y += group_gap;
    if (const auto chosen = draw_languages(ui, at, view, y)) intent = chosen;
    y += group_gap + space;
    const float line = line_of(ui, Type::patient_option);
    const float icon = icon_size(ui);
    const float row_left = icon + 20;
    for (const Promise& promise : promises) {
        ui.icon(promise.icon, {at.left + icon / 2, y + line / 2}, icon, theme.accent);
        y += body.words(promise.id, {at.left + row_left, y, at.width - row_left, 0}, say(promise.key),
                        {.type = Type::patient_option, .colour = theme.ink});
        y += group_gap;
    }
    body.finish(y - group_gap);
    if (draw_main(ui, places, "welcome.begin")) intent = session::intent::Begin{};
    return intent;
}

} // namespace rapport::kiosk
