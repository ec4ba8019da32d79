#include <algorithm>

#include <fmt/format.h>

#include "app/desk/pieces.h"
#include "app/desk/words.h"
#include "app/desk/worklist_screen.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr std::size_t shown_at_first = 8;
constexpr float inset = 24;

std::string spoken(const ReviewRow& row)
{
    std::string words = row.who + ", " + row.when + ". " + row.sentence.score;
    if (!row.sentence.change.empty()) words += ", " + row.sentence.change;
    if (!row.sentence.judgement.empty()) words += ". " + row.sentence.judgement;
    return words;
}

float judgement_height(const Ui& ui, const ReviewRow& row, float width)
{
    if (row.sentence.judgement.empty()) return 0;
    return ui.paragraph_height(row.sentence.judgement, width, shell::Type::staff_small, shell::Weight::regular);
}

/// "PCL-5 44, [arrow] 12 lower than 3 Nov": the arrow and the word say the same, neither needs the other.
void draw_sentence(Ui& ui, const Sentence& sentence, float x, float y)
{
    const shell::TextStyle style = body(ui);
    const std::string score = sentence.change.empty() ? sentence.score : sentence.score + ",";
    ui.decorative({x, y}, score, style);
    if (sentence.change.empty()) return;
    float after = x + ui.text_width(score, style.type, style.weight) + 4;
    if (sentence.direction != 0) {
        ui.icon(sentence.direction < 0 ? shell::Icon::down : shell::Icon::up, {after + 11, y + 12}, 18, style.colour);
        after += 22;
    }
    ui.decorative({after, y}, sentence.change, style);
}

} // namespace

float draw_review_card(Ui& ui, const WorklistView& view, WorklistState& state, CardPlace place,
                       std::optional<Intent>& intent)
{
    section_heading(ui, "reviews", place.x, place.y, place.width, say("desk.reviews"), view.all_reviews);
    float y = place.y + 36;
    if (view.reviews.empty()) {
        ui.text("reviews.none", {place.x, y}, say("desk.reviews.none"), second(ui));
        return y + 24;
    }
    const bool folded = !state.all_reviews && view.reviews.size() > shown_at_first + 1;
    const std::size_t shown = folded ? shown_at_first : view.reviews.size();
    const float text_width = place.width - inset - 56;
    const auto height_of = [&](const ReviewRow& row) {
        return 12 + 24 + 24 + judgement_height(ui, row, text_width) + 12;
    };

    float height = folded ? 56 : 0;
    for (std::size_t n = 0; n < shown; ++n)
        height += height_of(view.reviews[n]) + (n > 0 ? 1 : 0);
    const Rect whole{place.x, y, place.width, height};
    card(ui, whole);

    for (std::size_t n = 0; n < shown; ++n) {
        const ReviewRow& row = view.reviews[n];
        if (n > 0) divider(ui, whole, y++);
        const Rect where{place.x, y, place.width, height_of(row)};
        if (ui.area(fmt::format("review.{}", n), where, spoken(row), shell::Role::row, card_radius))
            intent = PersonWanted{row.person};
        const float x = where.x + inset;
        const shell::TextStyle name = body(ui, shell::Weight::semibold);
        ui.decorative({x, where.y + 12}, row.who, name);
        if (row.fresh)
            new_mark(ui, fmt::format("review.{}.new", n), x + ui.text_width(row.who, name.type, name.weight) + 8,
                     where.y + 14);
        decorative_ending(ui, where.right() - 52, where.y + 14, row.when, caption(ui));
        draw_sentence(ui, row.sentence, x, where.y + 36);
        if (!row.sentence.judgement.empty())
            ui.paragraph(fmt::format("review.{}.judgement", n), {x, where.y + 60, text_width, 0},
                         row.sentence.judgement, small(ui));
        ui.icon(shell::Icon::chevron_right, {where.right() - 26, where.y + where.h / 2}, 20, ui.theme().ink2);
        y = where.bottom();
    }
    if (folded) {
        divider(ui, whole, y);
        shell::ButtonStyle style;
        style.kind = shell::ButtonKind::link;
        const std::string label = count_words("desk.more", static_cast<long long>(view.reviews.size() - shown));
        if (ui.button("reviews.more", {place.x + inset, y + 6, ui.button_width(label, style), control_height}, label,
                      style))
            state.all_reviews = true;
    }
    card_edge(ui, whole);
    return whole.bottom();
}

} // namespace rapport::desk
