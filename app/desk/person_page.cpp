#include "app/desk/person_page.h"

#include <algorithm>

#include "app/desk/person_cards.h"
#include "app/desk/person_chart.h"
#include "app/desk/person_draw.h"
#include "app/desk/person_layout.h"
#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using namespace shell;
using strings::say;

namespace {

constexpr float margin = 24;
constexpr float gap = 16;
constexpr float sentence_top = 8;
constexpr float sentence_foot = 24;
constexpr float between_sentences = 4;
constexpr float least_item_row = 20;
constexpr float design_item_row = 26;

/// The sentences of all instruments: the chosen one large, the others below it, each by its name.
struct Sentences {
    std::vector<person::Line> lines;
    float first_width = 0;
    float width = 0;

    [[nodiscard]] static Type type(std::size_t index) { return index == 0 ? Type::staff_section : Type::staff_body; }
    [[nodiscard]] float width_of(std::size_t index) const { return index == 0 ? first_width : width; }
};

std::string_view no_alerts(const PersonView& view)
{
    return view.alerts.empty() ? say("desk.person.no_alerts") : std::string_view{};
}

Sentences sentences(const Ui& ui, const PersonView& view, const person::Instrument* chosen,
                    const PersonPageState& state, float width)
{
    Sentences all;
    all.width = width;
    const float right = ui.text_width(no_alerts(view), Type::staff_body, Weight::regular, true);
    all.first_width = width - (right > 0 ? right + margin : 0);
    const auto add = [&](const person::Instrument& instrument) {
        person::Line line;
        if (view.instruments.size() > 1)
            line = person::marked(say("desk.person.sentence.named", {{"title", instrument.title}}));
        const person::Rule* const rule = &instrument == chosen ? person::chosen_rule(instrument, state) : nullptr;
        const person::Line& sentence = rule ? rule->sentence : instrument.sentence;
        line.insert(line.end(), sentence.begin(), sentence.end());
        all.lines.push_back(std::move(line));
    };
    if (chosen) add(*chosen);
    for (const auto& instrument : view.instruments)
        if (&instrument != chosen) add(instrument);
    if (!chosen && view.alliances.empty()) all.lines.push_back(person::marked(say("desk.person.no_answers")));
    for (const std::string& unread : view.unread)
        all.lines.push_back(person::marked(unread));
    return all;
}

/// What the other cited sets say of the same change, and how it moved since the visit before.
std::string change_words(const person::Instrument& instrument, const PersonPageState& state)
{
    const person::Rule* const chosen = person::chosen_rule(instrument, state);
    std::string words;
    const auto add = [&](const std::string& more) { words += (words.empty() ? "" : "; ") + more; };
    for (const person::Rule& rule : instrument.rules)
        if (&rule != chosen && !rule.since_first.empty()) add(rule.since_first);
    if (!words.empty()) words = say("desk.person.change.others", {{"words", words}});
    if (instrument.moved_last.empty()) return words;
    std::string last = instrument.moved_last;
    for (const person::Rule& rule : instrument.rules)
        if (!rule.since_last.empty() && (&rule == chosen || !chosen)) last += ": " + rule.since_last;
    return words + (words.empty() ? "" : " ") + say("desk.person.change.last", {{"words", last}});
}

float sentences_height(const Ui& ui, const Sentences& all)
{
    const person::Measure measure = person::measure_with(ui);
    float height = sentence_top + sentence_foot - between_sentences;
    for (std::size_t i = 0; i < all.lines.size(); ++i)
        height += person::line_height(measure, all.width_of(i), all.lines[i], Sentences::type(i)) + between_sentences;
    return height;
}

void draw_sentences(Ui& ui, const PersonView& view, const Sentences& all, Rect where)
{
    float y = where.y + sentence_top;
    for (std::size_t i = 0; i < all.lines.size(); ++i) {
        const std::string id = i == 0 ? "person.sentence" : "person.sentence." + std::to_string(i);
        y += person::put_line(ui, id, {where.x, y, all.width_of(i), 0}, all.lines[i], Sentences::type(i)) +
             between_sentences;
    }
    if (!no_alerts(view).empty())
        person::put(ui, "person.no_alerts", {where.right(), where.y + sentence_top + 12}, no_alerts(view),
                    {Type::staff_body, Weight::regular, ui.theme().ink3, Align::right, Role::text});
}

person::CardNeeds needs(const Ui& ui, const PersonView& view, const PersonPageState& state,
                        const person::Instrument& instrument, float width)
{
    person::CardNeeds needs;
    needs.clusters = !instrument.clusters.empty();
    if (state.as_table)
        needs.trend_min =
            std::max(needs.trend_min, person::table_height(ui, view, instrument, person::trend_width(width)));
    if (state.with_alliance && !state.as_table) needs.trend_min = 440;
    needs.bottom_min = person::alliance_height(ui, view, state, person::alliance_width(width, needs.clusters));
    if (needs.clusters) needs.bottom_min = std::max(needs.bottom_min, person::clusters_height(instrument));
    needs.items_min = person::items_height(instrument, least_item_row);
    needs.items_natural = person::items_height(instrument, design_item_row);
    if (state.compare) {
        needs.items_min += person::compare_room;
        needs.items_natural += person::compare_room;
    }
    return needs;
}

/// Notes, events and signatures, where there are any, from `top` down; gives back where they end.
float draw_journal_below(Ui& ui, const PersonView& view, float top, float width)
{
    const float height = person::journal_height(ui, view, width);
    if (height <= 0) return top;
    person::draw_journal_card(ui, view, {margin, top + gap, width, height});
    return top + gap + height;
}

/// Of somebody without a score of their own, what there is all the same: the alliance, and what staff wrote.
float draw_without_scores(Ui& ui, const PersonView& view, PersonPageState& state, float top, float width)
{
    if (!view.alliances.empty()) {
        const float height = person::alliance_height(ui, view, state, width);
        person::draw_alliance(ui, view, state, {margin, top, width, height});
        top += height;
    }
    return draw_journal_below(ui, view, top, width);
}

/// Alerts, sentences and cards from `top` down, moved up by what was scrolled; gives back where they end.
float draw_body(Ui& ui, const PersonView& view, PersonPageState& state, float top, float scrolled,
                std::optional<PersonIntent>& intent)
{
    const Rect window = ui.window();
    const float width = window.w - 2 * margin;
    const person::Instrument* chosen = person::chosen_instrument(view, state);
    if (!view.alerts.empty()) {
        const Rect rows{margin, top, width, person::alerts_height(ui, view, width)};
        if (const auto wanted = person::draw_alerts(ui, view, rows)) intent = wanted;
        top = rows.bottom() + gap / 2;
    }
    const Sentences all = sentences(ui, view, chosen, state, width);
    const float height = sentences_height(ui, all);
    draw_sentences(ui, view, all, {margin, top, width, height});
    top += height;
    if (!chosen) return draw_without_scores(ui, view, state, top, width);
    if (const std::string words = change_words(*chosen, state); !words.empty()) {
        const TextStyle style{Type::staff_small, Weight::regular, ui.theme().ink2, Align::left, true, Role::text};
        top -= sentence_foot - between_sentences;
        top += ui.paragraph("person.change", {margin, top, width, 0}, words, style) + gap - between_sentences;
    }

    const float room = std::max(0.0F, window.h - margin - top - scrolled);
    const person::Cards cards = person::arrange({margin, top, width, room}, needs(ui, view, state, *chosen, width));
    person::draw_trend(ui, view, *chosen, state, cards.trend);
    person::draw_alliance(ui, view, state, cards.alliance);
    if (!chosen->clusters.empty()) person::draw_clusters(ui, view, *chosen, cards.clusters);
    person::draw_items(ui, view, *chosen, state, cards.items);
    return draw_journal_below(ui, view, cards.bottom, width);
}

} // namespace

std::optional<PersonIntent> draw_person_page(Ui& ui, const PersonView& view, PersonPageState& state)
{
    std::optional<PersonIntent> intent = person::draw_header(ui, view);
    const float top = person::header_height(ui, view);
    const Rect window = ui.window();
    const Rect body{0, top, window.w, window.h - top};
    const float offset = ui.begin_scroll("person.body", body, state.content_height);
    const float end = draw_body(ui, view, state, top - offset, offset, intent);
    ui.end_scroll();
    state.content_height = end + offset - top + margin;
    return intent;
}

} // namespace rapport::desk
