#include <algorithm>

#include "app/desk/person_cards.h"
#include "app/desk/person_chart.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using namespace shell;
using strings::say;

namespace {

constexpr float padding = 24;
constexpr float title_centre = 32;
constexpr float tab_side = 12;

/// The title, or a tab for each instrument when there are several. Gives back where it ends.
float draw_title(Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state, Rect where)
{
    if (view.instruments.size() == 1) {
        const std::string title =
            instrument.recall.empty()
                ? instrument.title
                : say("desk.person.chart.title", {{"title", instrument.title}, {"recall", instrument.recall}});
        return card_title(ui, "person.trend.title", where, title) + 8;
    }
    float x = where.x + padding - tab_side;
    for (const Instrument& each : view.instruments) {
        const float width = ui.text_width(each.title, Type::staff_body, Weight::semibold) + 2 * tab_side;
        const Rect rect{x, where.y + title_centre - 22, width, 44};
        if (ui.tab("person.instrument." + each.id, rect, each.title, each.id == instrument.id)) {
            state.instrument = each.id;
            state.hovered_visit = -1;
            state.first_visit = 0;
            state.compare = false;
            state.rule.clear();
        }
        x += width + 4;
    }
    return x + 8;
}

bool any_incomplete(const Instrument& instrument)
{
    return std::any_of(instrument.visits.begin(), instrument.visits.end(), [](const Visit& v) { return !v.whole(); });
}

/// The key to hollow circles: in the title row, or below it where there is no room and no visit is being read. Gives
/// back what it takes below the title.
float draw_legend(Ui& ui, float left, float right, float centre, Rect where, bool reading)
{
    const std::string_view words = say("desk.person.chart.incomplete");
    const float width = ui.text_width(words, Type::staff_small, Weight::regular, true);
    const bool below = right - width - 20 < left + 16;
    constexpr float row = 20;
    if (below) {
        if (reading) return row;
        right = where.x + padding + 32 + width;
        centre = where.y + title_centre + 32; // below the tabs
    }
    ui.circle_outline({right - width - 14, centre}, 5, ui.theme().series_1, 2);
    put(ui, "person.chart.legend", {right, centre}, words,
        {Type::staff_small, Weight::regular, ui.theme().ink2, Align::right, Role::text});
    return below ? row : 0;
}

/// The next cited set, and after the last the first again.
void next_rule(const Instrument& instrument, PersonPageState& state)
{
    const Rule* const now = chosen_rule(instrument, state);
    const auto at = now ? static_cast<std::size_t>(now - instrument.rules.data()) + 1 : 0;
    state.rule = instrument.rules[at % instrument.rules.size()].id;
}

struct KeyedAct {
    std::string_view id;
    std::string_view label;
    std::string_view letter;
    char32_t small = 0;
};

/// What the title row offers, from the left.
std::vector<KeyedAct> keyed_acts(const PersonView& view, const Instrument& instrument, const PersonPageState& state)
{
    std::vector<KeyedAct> acts;
    if (instrument.rules.size() > 1) acts.push_back({"person.rule", say("desk.person.rule.next"), "R", U'r'});
    const Alliance* const alliance = chosen_alliance(view, state);
    if (!state.as_table && alliance && !alliance->sessions.empty())
        acts.push_back(
            {"person.axis", say(state.with_alliance ? "desk.person.axis.off" : "desk.person.axis.on"), "A", U'a'});
    acts.push_back({"person.table_toggle", say(state.as_table ? "desk.person.chart.chart" : "desk.person.chart.table"),
                    "T", U't'});
    return acts;
}

float keys_left(const Ui& ui, const std::vector<KeyedAct>& acts, float right)
{
    for (const KeyedAct& one : acts)
        right -= keyed_button_width(measure_with(ui), one.label, one.letter) + 8;
    return right + 8;
}

void draw_keys(Ui& ui, const Instrument& instrument, const std::vector<KeyedAct>& acts, PersonPageState& state,
               float left, float centre)
{
    for (const KeyedAct& one : acts) {
        const float width = keyed_button_width(measure_with(ui), one.label, one.letter);
        const bool pressed = keyed_button(ui, one.id, left + width - 8, centre, one.label, one.letter);
        left += width + 8;
        const bool small = ui.typed(one.small);
        if (!(ui.typed(one.small - U'a' + U'A') || small || pressed)) continue;
        if (one.small == U't') state.as_table = !state.as_table;
        if (one.small == U'a') state.with_alliance = !state.with_alliance;
        if (one.small == U'r') next_rule(instrument, state);
    }
}

} // namespace

const Instrument* chosen_instrument(const PersonView& view, const PersonPageState& state)
{
    for (const Instrument& instrument : view.instruments)
        if (instrument.id == state.instrument) return &instrument;
    return view.instruments.empty() ? nullptr : &view.instruments.front();
}

void draw_trend(Ui& ui, const PersonView& view, const Instrument& instrument, PersonPageState& state, Rect where)
{
    card(ui, where);
    const float centre = where.y + title_centre;
    const float end = draw_title(ui, view, instrument, state, where);
    std::string scale = instrument.scale;
    if (view.instruments.size() > 1 && !instrument.recall.empty())
        scale = say("desk.person.chart.subtitle", {{"recall", instrument.recall}, {"scale", instrument.scale}});
    const Type type = view.instruments.size() > 1 ? Type::staff_small : Type::staff_body;
    const auto acts = keyed_acts(view, instrument, state);
    const float keys = keys_left(ui, acts, where.right() - padding);
    const Words quiet{type, Weight::regular, ui.theme().ink2, Align::left, Role::text};
    // Where the row is full the axis says the range.
    const bool fits = end + ui.text_width(scale, type, Weight::regular, true) <= keys - 8;
    const float scale_end = fits ? end + put(ui, "person.trend.scale", {end, centre}, scale, quiet) : end;
    const bool as_table = state.as_table;
    draw_keys(ui, instrument, acts, state, keys, centre);

    if (as_table) {
        draw_table(ui, view, instrument, where);
        return;
    }
    float head = 0;
    if (any_incomplete(instrument))
        head = draw_legend(ui, scale_end, keys - 8, centre, where, state.hovered_visit >= 0);
    draw_chart(ui, view, instrument, state, where, view.events.empty() ? 0 : head);
}

} // namespace rapport::desk::person
