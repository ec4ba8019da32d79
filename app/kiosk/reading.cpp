#include <algorithm>
#include <array>

#include "app/kiosk/choices.h"
#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using session::Presentation;
using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

using Size = Presentation::Size;
using Colours = Presentation::Colours;

/// One question's worth of cards, one of which is chosen: beside each other where their words have room.
template <class Value, std::size_t count>
struct Choices {
    std::string_view id;
    std::string_view heading;
    std::array<Value, count> values;
    std::array<std::string, count> words;
};

template <std::size_t count>
std::array<std::string_view, count> views(const std::array<std::string, count>& words)
{
    std::array<std::string_view, count> out;
    std::copy(words.begin(), words.end(), out.begin());
    return out;
}

template <class Value, std::size_t count>
std::optional<Value> draw_choices(shell::Ui& ui, Reader& body, const Grid& at, const Choices<Value, count>& choices,
                                  Value chosen, float& y)
{
    y += body.words(choices.id, {at.left, y, at.width, 0}, choices.heading,
                    {.type = Type::patient_small,
                     .weight = Weight::semibold,
                     .colour = ui.theme().ink2,
                     .role = shell::Role::heading}) +
         space;
    const float side = (at.width - space * (count - 1)) / count;
    const std::array<std::string_view, count> words = views(choices.words);
    const bool abreast = fit_abreast(ui, side, words);
    const float width = abreast ? side : at.width;
    const float card = ui.option_card_height("0", width);
    std::optional<Value> picked;
    float x = at.left;
    for (std::size_t i = 0; i < count; ++i) {
        const Rect place{x, y, width, card};
        const bool on = choices.values[i] == chosen;
        const std::string id = std::string(choices.id) + "." + std::to_string(i);
        if (ui.option_card(id, place, choices.words[i], on, choices.id, static_cast<int>(i) + 1, count) && !on)
            picked = choices.values[i];
        if (abreast)
            x += width + space;
        else
            y += place.h + space;
    }
    y += abreast ? card : -space;
    return picked;
}

Choices<Size, 4> sizes()
{
    return {"reading.size",
            say("kiosk.reading.size"),
            {Size::p100, Size::p125, Size::p150, Size::p200},
            {"100%", "125%", "150%", "200%"}};
}

Choices<Colours, 3> colours()
{
    return {"reading.colours",
            say("kiosk.reading.colours"),
            {Colours::light, Colours::dark, Colours::high_contrast},
            {std::string(say("kiosk.reading.light")), std::string(say("kiosk.reading.dark")),
             std::string(say("kiosk.reading.contrast"))}};
}

struct Toggle {
    std::string_view id;
    std::string_view label;
    bool Presentation::*on;
};

/// Two and two beside each other where their words have room. Gives back where they end.
float draw_toggles(shell::Ui& ui, const Grid& at, Presentation& to, float y)
{
    const std::array<Toggle, 4> toggles{{{"reading.advance", say("kiosk.reading.advance"), &Presentation::auto_advance},
                                         {"reading.several", say("kiosk.reading.several"), &Presentation::several},
                                         {"reading.motion", say("kiosk.reading.motion"), &Presentation::less_motion},
                                         {"reading.scanning", say("kiosk.reading.scanning"), &Presentation::scanning}}};
    std::array<std::string_view, 4> words;
    std::ranges::transform(toggles, words.begin(), &Toggle::label);
    const float side = (at.width - space) / 2;
    const bool abreast = fit_abreast(ui, side, words);
    const float width = abreast ? side : at.width;
    for (std::size_t i = 0; i < toggles.size(); ++i) {
        const Toggle& each = toggles[i];
        const float height = ui.option_card_height(each.label, width);
        const bool second = abreast && i % 2 == 1;
        if (ui.toggle_card(each.id, {second ? at.left + side + space : at.left, y, width, height}, each.label,
                           to.*each.on))
            to.*each.on = !(to.*each.on);
        if (second || !abreast) y += height + space;
    }
    return y - space;
}

} // namespace

/// What is chosen holds at once, so the page itself shows how everything will look; its first words are those of a
/// question.
std::optional<Intent> draw_reading(shell::Ui& ui, const ReadingView& view, ReadSoFar& read)
{
    const Grid at = grid(ui);
    ui.page("reading", say("kiosk.display.name"), "sheet.done");
    std::optional<Intent> intent = draw_top_bar(ui, {.display = false});
    const Foot places =
        foot(ui, at, {}, say("kiosk.reading.done"), {.kind = shell::ButtonKind::filled, .type = Type::patient_option});

    Reader body = Reader::of_page(ui, read, "reading.body", at, at.body_top, places.body_bottom());
    float y = body.top();
    y += body.words("reading.preview", {at.left, y, at.width, 0}, say("kiosk.reading.preview"),
                    {.type = Type::patient_question,
                     .weight = Weight::semibold,
                     .colour = ui.theme().ink,
                     .role = shell::Role::heading});
    y += group_gap;
    Presentation to = view.shown;
    if (const auto size = draw_choices(ui, body, at, sizes(), to.size, y)) to.size = *size;
    y += group_gap;
    if (const auto ground = draw_choices(ui, body, at, colours(), to.colours, y)) to.colours = *ground;
    y += group_gap;
    y = draw_toggles(ui, at, to, y);
    body.finish(y);
    if (!(to == view.shown)) intent = session::intent::PresentationChosen{to};
    if (draw_main(ui, places, "sheet.done")) intent = session::intent::SheetDone{};
    return intent;
}

} // namespace rapport::kiosk
