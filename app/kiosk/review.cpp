#include <algorithm>
#include <cmath>

#include "app/kiosk/counted.h"
#include "app/kiosk/foot.h"
#include "app/kiosk/screens.h"
#include "app/shell/strings/strings.h"

namespace rapport::kiosk {

using shell::Rect;
using shell::Type;
using shell::Weight;
using strings::say;

namespace {

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

/// Where a card's parts stand. Large words have no room for "Answer": the arrow says it.
struct CardParts {
    float height = 120;
    float words_left = 98;
    float words_room = 0;
    bool action = true;
};

CardParts card_parts(const shell::Ui& ui, const Grid& at)
{
    constexpr float above_and_below = 32;
    CardParts parts;
    parts.action = !at.large;
    parts.words_left = std::max(98.0F, ui.text_width("88", Type::patient_question, Weight::semibold) + 48);
    const float action = ui.text_width(say("kiosk.review.answer"), Type::patient_option, Weight::semibold);
    parts.words_room = at.width - parts.words_left - 2 * icon_size(ui) - 16 - (parts.action ? action + 24 : 0);
    const auto reason = [&](std::string_view why) {
        return ui.paragraph_height(why, parts.words_room, Type::patient_small, Weight::regular);
    };
    const float reasons = std::max(reason(say("kiosk.review.declined")), reason(say("kiosk.review.unanswered")));
    parts.height = std::max(120.0F, 2 * line_of(ui, Type::patient_option) + reasons + above_and_below);
    return parts;
}

bool open_card(shell::Ui& ui, Rect place, const CardParts& parts, const OpenItemView& item)
{
    const shell::Theme& theme = ui.theme();
    const std::string_view why = say(item.declined ? "kiosk.review.declined" : "kiosk.review.unanswered");
    const std::string_view answer = say("kiosk.review.answer");
    ui.fill(place, theme.surface, card_radius);
    const std::string name = item.number + ". " + item.words + " " + std::string(why) + ". " + std::string(answer);
    const bool pressed = ui.area("review.item." + item.id, place, name, shell::Role::button, card_radius);
    ui.outline(place, theme.border, outline_width(theme), card_radius);

    const float body = line_of(ui, Type::patient_option);
    const float small = line_of(ui, Type::patient_small);
    const float middle = place.centre().y;
    const shell::TextStyle number{
        .type = Type::patient_question, .weight = Weight::semibold, .colour = theme.ink, .tabular = true};
    const float wide = ui.text_width(item.number, number.type, number.weight, true);
    ui.decorative({place.x + (parts.words_left - wide) / 2, middle - line_of(ui, Type::patient_question) / 2},
                  item.number, number);

    const float height = ui.paragraph_height(item.words, parts.words_room, Type::patient_option, Weight::regular);
    const float lines = std::min(2.0F, std::round(height / body));
    const float reason = ui.paragraph_height(why, parts.words_room, Type::patient_small, Weight::regular);
    const float top = std::floor(middle - (lines * body + reason) / 2) - 2;
    const float left = place.x + parts.words_left;
    ui.paragraph("review.words." + item.id, {left, top, parts.words_room, lines * body}, item.words,
                 {.type = Type::patient_option, .colour = theme.ink}, 2);
    ui.paragraph({}, {left, top + lines * body + 2, parts.words_room, small}, why,
                 {.type = Type::patient_small, .colour = theme.ink2});

    const float icon = icon_size(ui);
    if (parts.action) {
        const float width = ui.text_width(answer, Type::patient_option, Weight::semibold);
        ui.decorative({place.right() - 25 - icon - 8 - width, middle - body / 2}, answer,
                      {.type = Type::patient_option, .weight = Weight::semibold, .colour = theme.accent});
    }
    ui.icon(shell::Icon::chevron_right, {place.right() - 25 - icon / 2, middle}, icon, theme.accent);
    return pressed;
}

std::string more_words(const ReviewView& view, std::size_t after)
{
    if (after >= view.open.size()) return std::string(say("kiosk.review.first"));
    return say("kiosk.review.more", {{"n", std::to_string(view.open.size() - after)}});
}

/// "and 3 more" leads to the next cards, and from the last ones back to the first.
void more(shell::Ui& ui, Rect where, const std::string& label, std::size_t after, const ReviewView& view,
          std::size_t& first)
{
    if (ui.button("review.more", where, label, {.kind = shell::ButtonKind::underlined, .type = Type::patient_small}))
        first = after >= view.open.size() ? 0 : after;
}

/// So many cards stand on one page: three, or fewer where the words are large.
std::size_t cards_a_page(const shell::Ui& ui, const ReviewView& view, const Grid& at, const CardParts& parts,
                         float bottom)
{
    const float closing_words =
        ui.paragraph_height(closing(view), at.width, Type::patient_small, Weight::regular) + group_gap;
    const float head = ui.paragraph_height(heading(view), at.width, Type::patient_lead, Weight::semibold) +
                       ui.paragraph_height(sentence(view), at.width, Type::patient_option, Weight::regular) + space +
                       32;
    const float more_row = at.large ? ui.patient_target() + space : 0;
    const float room = bottom - at.body_top - head - closing_words - more_row;
    return static_cast<std::size_t>(std::clamp(std::floor((room + space) / (parts.height + space)), 1.0F, 3.0F));
}

} // namespace

std::optional<Intent> draw_review(shell::Ui& ui, const ReviewView& view, std::size_t& first, ReadSoFar& read)
{
    constexpr float lead_top = 144;
    const Grid at = grid(ui);
    const shell::Theme& theme = ui.theme();
    ui.page("review", say("kiosk.page.review"), view.focus);
    std::optional<Intent> intent = draw_top_bar(ui, view.top);
    const Foot places = foot(ui, at, say("kiosk.back"), go_on(view));
    const CardParts parts = card_parts(ui, at);
    const std::size_t page = cards_a_page(ui, view, at, parts, places.body_bottom());
    if (first >= view.open.size()) first = 0;
    const std::size_t end = std::min(view.open.size(), first + page);
    const bool has_more = view.open.size() > page;
    const std::string label = more_words(view, end);
    const float more_width = std::min(at.width, ui.text_width(label, Type::patient_small, Weight::regular) + 48);
    // Between Back and the main button; where there is no room for that, in a row above them.
    const float from = places.back_place.right() + space;
    const float to = places.main_place.x - space;
    const bool beside = !at.large && to - from >= more_width;
    const float row = has_more && !beside ? ui.patient_target() + space : 0;

    Reader body = Reader::of_page(ui, read, "review.body", at, lead_top, places.body_bottom() - row);
    float y = body.top();
    y += body.words("review.lead", {at.left, y, at.width, 0}, heading(view), lead_style(ui));
    y += space;
    y += body.words("review.sentence", {at.left, y, at.width, 0}, sentence(view),
                    {.type = Type::patient_option, .colour = theme.ink2});
    y += 32;
    for (std::size_t i = first; i < end; ++i, y += parts.height + space) {
        if (open_card(ui, {at.left, y, at.width, parts.height}, parts, view.open[i]))
            intent = session::intent::GoTo{view.open[i].item};
    }
    if (!view.open.empty()) y += group_gap - space;
    y += body.words("review.closing", {at.left, y, at.width, 0}, closing(view),
                    {.type = Type::patient_small, .colour = theme.ink2});
    body.finish(y);

    if (draw_back(ui, places, "back")) intent = session::intent::Back{};
    if (has_more) {
        const float x =
            beside ? std::clamp(at.centre() - more_width / 2, from, to - more_width) : at.centre() - more_width / 2;
        const float top = beside ? places.back_place.y : places.top() - ui.patient_target() - space;
        more(ui, {x, top, more_width, ui.patient_target()}, label, end, view, first);
    }
    if (draw_main(ui, places, "review.go_on")) intent = session::intent::LeavePart{};
    return intent;
}

} // namespace rapport::kiosk
