#include <algorithm>
#include <cmath>

#include "app/kiosk/counted.h"
#include "app/kiosk/grid.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

constexpr std::size_t cards_a_page = 3;
constexpr float card_height = 120;

std::string heading(const ReviewView& view)
{
    const int open = static_cast<int>(view.open.size());
    if (open == 0) return say("kiosk.review.all", {{"n", std::to_string(view.items)}});
    if (open == 1) return std::string(say("kiosk.review.open.one"));
    return say("kiosk.review.open.many", {{"n", number_word(open)}});
}

std::string_view sentence(const ReviewView& view)
{
    if (view.open.empty()) return say("kiosk.review.sentence.none");
    return say(view.open.size() == 1 ? "kiosk.review.sentence.one" : "kiosk.review.sentence.many");
}

std::string_view go_on(const ReviewView& view)
{
    if (view.open.empty()) return say(view.last_part ? "kiosk.review.finish" : "kiosk.review.go_on");
    if (view.open.size() == 1) return say(view.last_part ? "kiosk.review.leave_finish.one" : "kiosk.review.leave.one");
    return say(view.last_part ? "kiosk.review.leave_finish.many" : "kiosk.review.leave.many");
}

/// What is answered, and who will see it.
std::string closing(const ReviewView& view)
{
    const int answered = view.items - static_cast<int>(view.open.size());
    std::string words(say("kiosk.review.team"));
    if (view.open.empty() || answered == 0) return words;
    return counted("kiosk.review.others", answered) + " " + words;
}

bool open_card(shell::Ui& ui, Rect place, const OpenItemView& item)
{
    constexpr float number_width = 92;
    constexpr float words_left = 98;
    constexpr float action_room = 180;
    constexpr float action_left = 154;
    const shell::Theme& theme = ui.theme();
    const std::string_view why = say(item.declined ? "kiosk.review.declined" : "kiosk.review.unanswered");
    const std::string_view answer = say("kiosk.review.answer");
    ui.fill(place, theme.surface, card_radius);
    const std::string name = item.number + ". " + item.words + " " + std::string(why) + ". " + std::string(answer);
    const bool pressed = ui.area("review.item." + item.id, place, name, shell::Role::button, card_radius);
    ui.outline(place, theme.border, outline_width(theme), card_radius);

    const shell::TypeMetrics big = shell::metrics(Type::patient_question, ui.text_size());
    const shell::TypeMetrics body = shell::metrics(Type::patient_option, ui.text_size());
    const shell::TypeMetrics small = shell::metrics(Type::patient_small, ui.text_size());
    const float middle = place.centre().y;
    const shell::TextStyle number{
        .type = Type::patient_question, .weight = Weight::semibold, .colour = theme.ink, .tabular = true};
    const float wide = ui.text_width(item.number, number.type, number.weight, true);
    ui.decorative({place.x + (number_width - wide) / 2, middle - big.line / 2}, item.number, number);

    const float width = place.w - words_left - action_room;
    const float lines = std::min(
        2.0F, std::round(ui.paragraph_height(item.words, width, Type::patient_option, Weight::regular) / body.line));
    const float top = std::floor(middle - (lines * body.line + small.line) / 2) - 2;
    ui.paragraph("review.words." + item.id, {place.x + words_left, top, width, lines * body.line}, item.words,
                 {.type = Type::patient_option, .colour = theme.ink}, 2);
    ui.decorative({place.x + words_left, top + lines * body.line + 2}, why,
                  {.type = Type::patient_small, .colour = theme.ink2});

    ui.decorative({place.right() - action_left, middle - body.line / 2}, answer,
                  {.type = Type::patient_option, .weight = Weight::semibold, .colour = theme.accent});
    ui.icon(shell::Icon::chevron_right, {place.right() - 39, middle}, icon_size, theme.accent);
    return pressed;
}

/// "and 3 more" leads to the next page of cards, and from the last one back to the first.
void more(shell::Ui& ui, const Grid& at, const ReviewView& view, float from, float to, std::size_t& first)
{
    if (view.open.size() <= cards_a_page) return;
    const std::size_t after = first + cards_a_page;
    const bool last = after >= view.open.size();
    const std::string label = last ? std::string(say("kiosk.review.first"))
                                   : say("kiosk.review.more", {{"n", std::to_string(view.open.size() - after)}});
    const float width = ui.text_width(label, Type::patient_small, Weight::regular) + 48;
    // Between Back and the main button; where the column is too narrow for that, in the row above them.
    const bool beside = to - from >= width;
    const float x = beside ? std::clamp(at.centre() - width / 2, from, to - width) : at.centre() - width / 2;
    const float y = beside ? at.foot_top : at.foot_top - control_height - space;
    if (ui.button("review.more", {x, y, width, control_height}, label,
                  {.kind = shell::ButtonKind::underlined, .type = Type::patient_small}))
        first = last ? 0 : after;
}

} // namespace

std::optional<Intent> draw_review(shell::Ui& ui, const ReviewView& view, std::size_t& first)
{
    constexpr float lead_top = 144;
    constexpr float after_cards = 24;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("review", say("kiosk.page.review"), view.focus);
    std::optional<Intent> intent = draw_top_bar(ui, view.top);

    float y = lead_top;
    y += ui.paragraph(
        "review.lead", {at.left, y, at.width, 0}, heading(view),
        {.type = Type::patient_lead, .weight = Weight::semibold, .colour = theme.ink, .role = shell::Role::heading});
    y += space;
    y += ui.paragraph("review.sentence", {at.left, y, at.width, 0}, sentence(view),
                      {.type = Type::patient_option, .colour = theme.ink2});
    y += 32;

    if (first >= view.open.size()) first = 0;
    const std::size_t end = std::min(view.open.size(), first + cards_a_page);
    for (std::size_t i = first; i < end; ++i, y += card_height + space)
        if (open_card(ui, {at.left, y, at.width, card_height}, view.open[i]))
            intent = session::intent::GoTo{view.open[i].item};
    if (!view.open.empty()) y += after_cards - space;
    ui.paragraph("review.closing", {at.left, y, at.width, 0}, closing(view),
                 {.type = Type::patient_small, .colour = theme.ink2});

    const std::string_view back = say("kiosk.back");
    const std::string_view leave = go_on(view);
    if (back_button(ui, at, "back", back)) intent = session::intent::Back{};
    more(ui, at, view, at.left + button_width(ui, back) + space, at.right() - button_width(ui, leave) - space, first);
    if (main_button(ui, at, "review.go_on", leave)) intent = session::intent::LeavePart{};
    return intent;
}

} // namespace rapport::kiosk
