#include <algorithm>

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
        }
        x += width + 4;
    }
    return x + 8;
}

bool any_incomplete(const Instrument& instrument)
{
    return std::any_of(instrument.visits.begin(), instrument.visits.end(), [](const Visit& v) { return !v.whole(); });
}

/// The key to hollow circles: in the title row, or below it where there is no room and no visit is being read.
void draw_legend(Ui& ui, float left, float right, float centre, Rect where, bool reading)
{
    const std::string_view words = say("desk.person.chart.incomplete");
    const float width = ui.text_width(words, Type::staff_small, Weight::regular, true);
    if (right - width - 20 < left + 16) {
        if (reading) return;
        right = where.x + padding + 32 + width;
        centre = where.y + 64;
    }
    ui.circle_outline({right - width - 14, centre}, 5, ui.theme().series_1, 2);
    put(ui, "person.chart.legend", {right, centre}, words,
        {Type::staff_small, Weight::regular, ui.theme().ink2, Align::right, Role::text});
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
    const float scale_end = end + put(ui, "person.trend.scale", {end, centre}, scale,
                                      {type, Weight::regular, ui.theme().ink2, Align::left, Role::text});

    const std::string_view label = say(state.as_table ? "desk.person.chart.chart" : "desk.person.chart.table");
    const float right = where.right() - padding;
    if (keyed_button(ui, "person.table_toggle", right, centre, label, "T") || ui.typed('t') || ui.typed('T'))
        state.as_table = !state.as_table;
    if (!state.as_table && any_incomplete(instrument))
        draw_legend(ui, scale_end, right - keyed_button_width(measure_with(ui), label, "T") - 16, centre, where,
                    state.hovered_visit >= 0);

    if (state.as_table)
        draw_table(ui, view, instrument, where);
    else
        draw_chart(ui, view, instrument, state, where);
}

} // namespace rapport::desk::person
