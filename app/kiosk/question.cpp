#include <algorithm>
#include <cmath>

#include "app/kiosk/choices.h"
#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/patient_target.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

/// Where the words and the answers stand. Cards end at the same place on every item.
struct Places {
    Rect words;
    Rect answers;
    Cards cards;
};

/// The answers get more of the width where their words would not stand in the usual part of it: a question can be read
/// in pieces, answers are weighed against each other and must all be seen.
Places beside(const shell::Ui& ui, const Grid& at, const QuestionView& view)
{
    constexpr float usual_share = 0.524F;
    constexpr float least_share = 0.48F; // "Back to the beginning" stands on one line at 200 %
    constexpr float step = 0.036F;
    Places places;
    const float height = at.body_bottom - at.body_top;
    const auto lay = [&](float share) {
        const float width = std::round((at.width - group_gap) * share);
        places.words = {at.left, at.body_top, width, height};
        places.answers = {at.left + width + group_gap, at.body_top, at.width - width - group_gap, height};
        places.cards = lay_cards(ui, places.answers.w, view.choices, {height, height, 104});
        return places.cards.height <= height;
    };
    for (float share = usual_share; share >= least_share; share -= step)
        if (lay(share)) return places;
    lay(usual_share);
    return places;
}

Places below(const shell::Ui& ui, const Grid& at, const QuestionView& view)
{
    // Four lines of the smallest size and their stem; where longer words are read in pieces, a strip stands below them.
    const float words_room = 200 + ui.patient_target() - shell::least_patient_target;
    const float whole = at.body_bottom - at.body_top;
    const float gap = at.large ? 16 : 17;
    const float question = line_of(ui, Type::patient_question);
    const float head = wording_head(ui, view.wording, at.width);
    const float least = head + 2 * question + ui.patient_target() + space + gap;
    const float usual = at.large ? head + 4 * question + ui.patient_target() + space + gap : words_room;
    const float room = at.large ? whole - least : whole - words_room;
    const float most = at.large ? 92 : at.portrait ? 112 : 88;
    Places places;
    places.cards = lay_cards(ui, at.width, view.choices, {room, whole - usual, most});
    const float answers = std::min(places.cards.height, std::max(room, whole - least));
    places.answers = {at.left, at.body_bottom - answers, at.width, answers};
    places.words = {at.left, at.body_top, at.width, whole - answers - gap};
    return places;
}

/// True in `seen` when the last answer has been on the screen.
std::optional<Intent> draw_choices(shell::Ui& ui, ReadSoFar& read, const Places& places, const QuestionView& view,
                                   bool words_seen, bool& seen)
{
    std::optional<int> answered;
    const bool fits = places.cards.height <= places.answers.h + 0.5F;
    Reader reader(ui, read, "options", view.wording.key, places.answers, places.cards.height);
    const float top = fits ? places.answers.bottom() - places.cards.height : reader.top();
    for (std::size_t i = 0; i < view.choices.size(); ++i) {
        const ChoiceView& choice = view.choices[i];
        Rect place = places.cards.places[i];
        place.x += places.answers.x;
        place.y += top;
        const bool pressed =
            ui.option_card("option." + std::to_string(choice.value), place, choice.words, view.chosen == choice.value,
                           "options", static_cast<int>(i) + 1, static_cast<int>(view.choices.size()));
        // A keyboard answers by place: 1 is the first card.
        const bool typed = i < 9 && ui.typed(U'1' + static_cast<char32_t>(i));
        if (pressed || typed) answered = choice.value;
    }
    seen = reader.finish() && words_seen;
    if (!answered) return std::nullopt;
    return session::intent::Answered{*answered, seen};
}

/// "You'd rather not answer. Change", with a tick: the whole line is the target. Without room for both, the first is
/// underlined and says it alone.
bool declined_line(shell::Ui& ui, Rect room)
{
    constexpr float gap = 12;
    const std::string_view said = say("kiosk.declined");
    const std::string_view change = say("kiosk.declined.change");
    const float icon = icon_size(ui);
    const shell::TextStyle style{.type = Type::patient_small, .colour = ui.theme().ink2};
    const float change_width = ui.text_width(change, style.type, style.weight);
    const float said_width = ui.text_width(said, style.type, style.weight);
    const float words = room.w - icon - gap - 2 * space;
    const bool both = said_width + space + change_width <= words;
    const float said_height = ui.paragraph_height(said, words, style.type, style.weight);
    const float widest = both ? said_width + space + change_width : std::min(said_width, words);
    const float height = std::max(room.h, said_height + 4);
    const float width = icon + gap + widest + 2 * space;
    const Rect place{room.centre().x - width / 2, room.centre().y - height / 2, width, height};

    const std::string name = std::string(said) + " " + std::string(change);
    const bool pressed = ui.area("decline", place, name, shell::Role::button, space);
    const float x = place.x + space + icon + gap;
    const float y = place.centre().y - said_height / 2;
    ui.icon(shell::Icon::tick, {place.x + space + icon / 2, place.centre().y}, icon, ui.theme().ink2);
    ui.paragraph({}, {x, y, words, said_height}, said, style);
    const float from = both ? x + said_width + space : x;
    if (both) ui.decorative({from, y}, change, style);
    if (both || said_width <= words) {
        const float under = y + said_height;
        ui.line({from, under}, {from + (both ? change_width : said_width), under}, ui.theme().ink2, 1);
    }
    return pressed;
}

/// Between Back and Next, or in the left half of the quiet row.
Rect decline_room(const Grid& at, const Foot& foot)
{
    if (at.help_at_foot) return {at.left, at.quiet_top, at.quiet_split() - space - at.left, at.quiet_height};
    const float from = foot.back_place.right() + space;
    const float to = foot.main_place.x - space;
    // In the middle of the page where it can be, so that it does not move with the words beside it.
    const float half = std::min(at.centre() - from, to - at.centre());
    return {at.centre() - half, foot.back_place.y, 2 * half, foot.back_place.h};
}

std::optional<Intent> draw_foot(shell::Ui& ui, const Grid& at, const QuestionView& view, bool seen)
{
    std::optional<Intent> intent;
    const Foot places = foot(
        ui, at, say("kiosk.back"), say("kiosk.next"),
        {.kind = shell::ButtonKind::accent_outlined, .type = Type::patient_option, .icon_after = shell::Icon::next});
    if (draw_back(ui, places, "back")) intent = session::intent::Back{};

    const Rect room = decline_room(at, places);
    if (view.declined) {
        if (declined_line(ui, room)) intent = session::intent::DeclineTakenBack{};
    } else {
        const std::string_view decline = say("kiosk.decline");
        const float width = std::min(room.w, ui.text_width(decline, Type::patient_small, Weight::regular) + 48);
        const float left = at.help_at_foot ? room.x : room.centre().x - width / 2;
        if (ui.button("decline", {left, room.y, width, room.h}, decline,
                      {.kind = shell::ButtonKind::underlined, .type = Type::patient_small}))
            intent = session::intent::DeclineAsked{};
    }
    if (draw_main(ui, places, "next", seen && (view.chosen.has_value() || view.declined)))
        intent = session::intent::Next{};
    return intent;
}

} // namespace

std::optional<Intent> draw_question(shell::Ui& ui, const QuestionView& view, ReadSoFar& read)
{
    const Grid at = grid(ui);
    ui.page("question", view.wording.question, view.focus);
    std::optional<Intent> intent = draw_top_bar(ui, view.top);
    const Places places = at.two_columns() ? beside(ui, at, view) : below(ui, at, view);
    const bool words_seen = draw_wording(ui, read, view.wording, places.words);
    bool seen = false;
    if (const auto chosen = draw_choices(ui, read, places, view, words_seen, seen)) intent = chosen;
    if (const auto moved = draw_foot(ui, at, view, seen)) intent = moved;
    return intent;
}

} // namespace rapport::kiosk
