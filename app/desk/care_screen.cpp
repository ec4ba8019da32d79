#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/care_view.h"
#include "app/desk/form.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

/// One card: its heading, what stands, the fields of its act, and what went wrong with the last try.
class Card {
public:
    Card(Ui& ui, CareState& state, int number, std::string_view id, std::string_view heading, Rect place)
        : ui_(ui), state_(state), number_(number), id_(id),
          place_(place), form{place.x + margin, place.y + 20, place.w - 2 * margin}
    {
        card(ui, {place.x, place.y, place.w, state.heights[number]});
        ui.text(id_ + ".title", {form.x, form.y}, heading, section(ui));
        form.skip(36);
    }
    void lines(const std::vector<std::string>& words, std::string_view name)
    {
        for (std::size_t n = 0; n < words.size(); ++n)
            say_in(form, ui_, fmt::format("{}.{}.{}", id_, name, n), words[n], n == 0 ? body(ui_) : second(ui_));
        if (!words.empty()) form.skip(12);
    }
    /// Lines with a button each; gives the number pressed.
    std::optional<std::size_t> list(const std::vector<CareLine>& lines, std::string_view name, std::string_view act)
    {
        std::optional<std::size_t> pressed;
        for (std::size_t n = 0; n < lines.size(); ++n) {
            const CareLine& line = lines[n];
            const std::string id = fmt::format("{}.{}", name, n);
            const float width = ui_.button_width(line.act);
            const float room = form.width - width - 16;
            const float top = form.y;
            float y = top + (line.small.empty() ? 10 : 0);
            y += ui_.paragraph(id + ".words", {form.x, y, room, 0}, line.words, body(ui_));
            if (!line.small.empty()) y += ui_.paragraph(id + ".small", {form.x, y, room, 0}, line.small, small(ui_));
            if (ui_.button(fmt::format("{}.{}", id, act), {form.x + form.width - width, top, width, control_height},
                           line.act))
                pressed = n;
            form.y = std::max(y, top + control_height) + 8;
        }
        if (!lines.empty()) form.skip(4);
        return pressed;
    }
    bool go(std::string_view id, std::string_view label)
    {
        if (state_.trouble_at == id_) trouble_in(form, ui_, "care.trouble", state_.trouble);
        const bool pressed = ui_.button(id, {form.x, form.y, ui_.button_width(label), control_height}, label);
        form.skip(control_height + 4);
        return pressed;
    }
    float close()
    {
        const float height = form.y + 20 - place_.y;
        if (height != state_.heights[number_]) ui_.wake_after(0);
        state_.heights[number_] = height;
        return place_.y + height;
    }

private:
    Ui& ui_;
    CareState& state_;
    int number_;
    std::string id_;
    Rect place_;

public:
    Form form;
};

std::vector<std::string> in_words(std::string_view prefix, const std::vector<std::string>& ids)
{
    std::vector<std::string> out;
    for (const std::string& id : ids)
        out.emplace_back(say(std::string(prefix) + id));
    return out;
}

void choose(Ui& ui, std::string_view id, Rect where, const std::vector<std::string>& choices, std::size_t& chosen,
            std::string_view label)
{
    if (const auto now = ui.choice_field(id, where, choices, std::min(chosen, choices.size() - 1), field(label)))
        chosen = *now;
}

float draw_episode(Ui& ui, const CareView& view, CareState& state, Rect place, std::optional<Intent>& intent)
{
    Card one(ui, state, 0, "care.episode", say("desk.care.episode"), place);
    std::vector<std::string> lines{view.episode};
    lines.insert(lines.end(), view.episodes.rbegin(), view.episodes.rend());
    one.lines(lines, "line");
    const auto [left, right] = one.form.pair();
    bool entered = ui.text_field("care.episode.day", left, state.episode_day, field("desk.care.day"));
    if (view.in_care)
        choose(ui, "care.episode.outcome", right, in_words("desk.care.outcome.", outcomes()), state.outcome,
               "desk.care.outcome");
    entered |= one.go("care.episode.go", say(view.in_care ? "desk.care.close" : "desk.care.open"));
    if (entered) intent = CareActWanted{view.in_care ? CareAct::close : CareAct::open, {}};
    return one.close();
}

float draw_therapist(Ui& ui, const CareView& view, CareState& state, Rect place, std::optional<Intent>& intent)
{
    Card one(ui, state, 1, "care.therapist", say("desk.care.therapist"), place);
    std::vector<std::string> lines(view.dyads.rbegin(), view.dyads.rend());
    if (lines.empty()) lines.emplace_back(say("desk.care.no_therapist"));
    one.lines(lines, "line");
    const auto [left, right] = one.form.pair();
    if (!view.therapists.empty())
        choose(ui, "care.therapist", left, view.therapists, state.therapist, "desk.care.therapist_from");
    bool entered = ui.text_field("care.therapist.day", right, state.therapist_day, field("desk.care.day"));
    entered |= one.go("care.therapist.go", say("desk.care.set_therapist"));
    if (entered) intent = CareActWanted{CareAct::therapist, {}};
    return one.close();
}

float draw_consent(Ui& ui, const CareView& view, CareState& state, Rect place, std::optional<Intent>& intent)
{
    Card one(ui, state, 2, "care.consent", say("desk.care.consent"), place);
    std::vector<std::string> lines = view.consents;
    if (lines.empty()) lines.emplace_back(say("desk.care.no_consent"));
    one.lines(lines, "line");
    const auto [left, right] = one.form.pair();
    choose(ui, "care.consent.purpose", left, in_words("desk.care.purpose.", purposes()), state.purpose,
           "desk.care.purpose");
    choose(ui, "care.consent.state", right, in_words("desk.care.state.", consent_states()), state.consent,
           "desk.care.state");
    bool entered = ui.text_field("care.consent.day", one.form.pair().left, state.consent_day, field("desk.care.day"));
    entered |= one.go("care.consent.go", say("desk.care.set_consent"));
    if (entered) intent = CareActWanted{CareAct::consent, {}};
    return one.close();
}

float draw_plan(Ui& ui, const CareView& view, CareState& state, Rect place, std::optional<Intent>& intent)
{
    Card one(ui, state, 3, "care.plan", say("desk.care.schedule"), place);
    if (const auto ended = one.list(view.plans, "care.plans", "end"))
        intent = CareActWanted{CareAct::end_plan, view.plans[*ended].id};
    if (view.visits.empty()) one.lines({std::string(say("desk.care.no_visits"))}, "none");
    if (const auto off = one.list(view.visits, "care.visits", "off"))
        intent = CareActWanted{CareAct::call_off, view.visits[*off].id};
    if (view.schedules.empty()) {
        say_in(one.form, ui, "care.plan.none", say("desk.care.no_schedules"), second(ui));
    } else if (view.in_care) {
        std::vector<std::string> names;
        for (const vault::Schedule& schedule : view.schedules)
            names.push_back(schedule.name);
        const auto [left, right] = one.form.pair();
        choose(ui, "care.plan", left, names, state.schedule, "desk.care.schedule_begin");
        bool entered = ui.text_field("care.plan.day", right, state.plan_day, field("desk.care.first_day"));
        entered |= one.go("care.plan.go", say("desk.care.begin_plan"));
        if (entered) intent = CareActWanted{CareAct::plan, {}};
    }
    return one.close();
}

float draw_links(Ui& ui, const CareView& view, CareState& state, Rect place, std::optional<Intent>& intent)
{
    Card one(ui, state, 4, "care.links", say("desk.care.same"), place);
    say_in(one.form, ui, "care.links.about", say("desk.care.same_about", {{"name", view.who}}), second(ui));
    one.form.skip(8);
    if (ui.text_field("care.reason", one.form.whole(), state.reason, field("desk.mend.reason"))) ui.focus("care.find");
    if (const auto part = one.list(view.links, "care.links", "part"))
        intent = CareActWanted{CareAct::unmerge, view.links[*part].id};
    const bool entered = ui.text_field("care.find", one.form.whole(), state.find, field("desk.care.find"));
    if (one.go("care.find.go", say("desk.care.find_go")) || entered) intent = CareActWanted{CareAct::find, {}};
    one.form.skip(8);
    if (const auto join = one.list(view.found, "care.found", "join"))
        intent = CareActWanted{CareAct::merge, view.found[*join].id};
    return one.close();
}

void draw_head(Ui& ui, const CareView& view, const CareState& state, std::optional<Intent>& intent)
{
    const float top = bar_height + 24;
    const Rect back{12, top - 6, 44, 44};
    if (ui.area("care.back", back, say("desk.mend.back"), shell::Role::button, 8)) intent = PersonWanted{view.person};
    ui.icon(shell::Icon::back, back.centre(), 20, ui.theme().ink2);
    const std::string words = say("desk.care.title", {{"name", view.who}});
    ui.text("care.title", {68, top}, words, title(ui));
    const std::string_view edit = say("desk.care.edit");
    const float width = ui.button_width(edit);
    const float left = ui.window().w - margin - width;
    if (ui.button("care.edit", {left, top - 6, width, control_height}, edit)) intent = EditWanted{view.person};
    if (state.done.empty()) return;
    shell::TextStyle style = second(ui);
    style.role = shell::Role::alert;
    const float x = 68 + ui.text_width(words, shell::Type::staff_title, shell::Weight::semibold) + 24;
    ui.icon(shell::Icon::tick, {x + 10, top + 18}, 20, ui.theme().accent);
    ui.paragraph("care.done", {x + 28, top + 6, std::max(100.0F, left - x - 44), 24}, state.done, style, 1);
}

} // namespace

std::optional<Intent> draw_care(Ui& ui, const CareView& view, CareState& state)
{
    std::optional<Intent> intent;
    draw_head(ui, view, state, intent);
    const float first = bar_height + 84;
    const Rect window = ui.window();
    const Rect place{0, first - 8, window.w, window.h - first + 8};
    const float offset = ui.begin_scroll("care.scroll", place, state.content_height);
    const float width = window.w - 2 * margin;
    const float y = first - offset;
    const bool two = window.w >= two_column_width;
    const float column = two ? std::floor((width - column_gap) / 2) : width;
    float left = y;
    for (auto* const draw : {draw_episode, draw_therapist, draw_consent})
        left = draw(ui, view, state, {margin, left, column, 0}, intent) + card_gap;
    float right = two ? y : left;
    const float x = two ? margin + column + column_gap : margin;
    for (auto* const draw : {draw_plan, draw_links})
        right = draw(ui, view, state, {x, right, column, 0}, intent) + card_gap;
    ui.end_scroll();
    state.content_height = std::max(left, right) + margin - (first - 8 - offset);
    if (!intent && ui.pressed(shell::Key::escape)) return PersonWanted{view.person};
    return intent;
}

} // namespace rapport::desk
