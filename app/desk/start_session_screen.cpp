#include "app/desk/start_session_screen.h"

#include <algorithm>

#include "app/desk/pieces.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

constexpr float widest = 720;
constexpr float line_height = 48;
constexpr float foot_height = 76;

float draw_group(Ui& ui, std::string_view id, std::string_view heading, const std::vector<BatteryLine>& lines,
                 bool enabled, StartSessionState& state, Rect place)
{
    shell::TextStyle style = body(ui, shell::Weight::semibold);
    style.role = shell::Role::heading;
    ui.text(id, {place.x, place.y}, heading, style);
    float y = place.y + 28;
    for (const BatteryLine& line : lines) {
        const bool on = state.battery.contains(line.instrument);
        std::string label = line.title;
        if (!line.lacking.empty()) label += ". " + line.lacking;
        if (ui.check_box("start.battery." + line.instrument, {place.x, y, place.w, control_height}, label, on,
                         enabled)) {
            if (on)
                state.battery.erase(line.instrument);
            else
                state.battery.insert(line.instrument);
            state.chosen = 0; // no longer what the battery says
            state.trouble.clear();
        }
        y += line_height;
    }
    return y;
}

void draw_visit(Ui& ui, StartSessionState& state, float x, float y, float width)
{
    const float number_width = 160;
    shell::FieldStyle visit;
    visit.label = say("desk.start.visit");
    visit.error = state.visit_error;
    ui.text_field("start.visit", {x, y, width - number_width - card_gap, control_height}, state.visit, visit);
    shell::FieldStyle number;
    number.label = say("desk.start.number");
    number.error = state.number_error;
    ui.text_field("start.number", {x + width - number_width, y, number_width, control_height}, state.number, number);
}

/// The clinic's batteries by name; one that cannot be started as it is says so in the list.
void draw_batteries(Ui& ui, const StartSessionView& view, StartSessionState& state, Rect where)
{
    std::vector<std::string> names{std::string(say("desk.start.battery.none"))};
    for (const vault::Battery& battery : view.batteries) {
        StartSessionState as_it_is;
        as_it_is.battery = {battery.instruments.begin(), battery.instruments.end()};
        const bool stands = in_the_way(view, as_it_is).empty();
        names.push_back(stands ? battery.name : say("desk.start.battery.lacks", {{"name", battery.name}}));
    }
    shell::FieldStyle style;
    style.label = say("desk.start.battery");
    if (const auto chosen = ui.choice_field("start.named", where, names, state.chosen, style))
        choose_battery(view, state, *chosen);
}

/// The language of the tablet and who reads and answers. A language whose letters no font has is not offered, and said.
float draw_manner(Ui& ui, StartSessionState& state, float x, float y, float width)
{
    std::vector<std::string> languages;
    std::string missing;
    for (const std::string& code : tablet_languages()) {
        if (ui.can_show(say("desk.start.language_letters." + code)))
            languages.emplace_back(say("language." + code));
        else
            missing = say("desk.start.no_font", {{"language", std::string(say("language." + code))}});
    }
    const float half = (width - card_gap) / 2;
    shell::FieldStyle style;
    style.label = say("desk.start.language");
    if (const auto chosen =
            ui.choice_field("start.language", {x, y, half, control_height}, languages, state.language, style))
        state.language = *chosen;
    const std::vector<std::string> manners = {
        std::string(say("desk.start.asked.self")), std::string(say("desk.start.asked.staff_reads")),
        std::string(say("desk.start.asked.proxy")), std::string(say("desk.start.asked.from_paper"))};
    style.label = say("desk.start.asked");
    if (const auto chosen = ui.choice_field("start.asked", {x + half + card_gap, y, half, control_height}, manners,
                                            static_cast<std::size_t>(state.asked), style))
        state.asked = static_cast<sealed::Asked>(*chosen);
    if (missing.empty()) return y + control_height;
    return y + control_height + 8 +
           ui.paragraph("start.no_font", {x, y + control_height + 8, width, 0}, missing, caption(ui));
}

std::optional<Intent> draw_foot(Ui& ui, const StartSessionView& view, const StartSessionState& state)
{
    std::optional<Intent> intent;
    const Rect window = ui.window();
    const Rect foot{margin, window.h - margin - foot_height, std::min(widest, window.w - 2 * margin), foot_height};
    card(ui, foot);
    shell::ButtonStyle go;
    go.kind = shell::ButtonKind::filled;
    go.icon_before = shell::Icon::tablet;
    const float go_width = ui.button_width(say("desk.due.hand_over"), go);
    const float cancel_width = ui.button_width(say("common.cancel"));
    const float y = foot.y + (foot.h - control_height) / 2;
    const float go_x = foot.right() - margin - go_width;

    const std::string_view ticket = say("desk.start.ticket");
    const float ticket_width = ui.button_width(ticket);
    const float ticket_x = go_x - card_gap - ticket_width;

    const float room = ticket_x - card_gap - cancel_width - card_gap - foot.x - margin;
    shell::TextStyle style = small(ui);
    if (!state.trouble.empty()) {
        style.colour = ui.theme().alert;
        style.role = shell::Role::alert;
    }
    const std::string other = other_wording(view, state);
    if (state.trouble.empty() && !other.empty()) {
        style.colour = ui.theme().ink;
        style.role = shell::Role::alert;
    }
    const std::string before = state.trouble.empty() ? in_the_way(view, state) : std::string();
    if (!before.empty()) {
        style.colour = ui.theme().alert;
        style.role = shell::Role::alert;
    }
    const std::string_view words = !state.trouble.empty() ? std::string_view(state.trouble)
                                   : !before.empty()      ? std::string_view(before)
                                   : !other.empty()       ? std::string_view(other)
                                                          : say("desk.start.what_happens");
    const float height = ui.paragraph_height(words, room, style.type, style.weight);
    ui.paragraph("start.words", {foot.x + margin, foot.y + (foot.h - height) / 2, room, height}, words, style);

    if (ui.button("start.ticket", {ticket_x, y, ticket_width, control_height}, ticket)) intent = TicketWanted{};
    if (ui.button("start.cancel", {ticket_x - card_gap - cancel_width, y, cancel_width, control_height},
                  say("common.cancel")))
        intent = WentBack{};
    if (ui.button("start.go", {go_x, y, go_width, control_height}, say("desk.due.hand_over"), go))
        intent = HandOverWanted{};
    return intent;
}

} // namespace

std::optional<Intent> draw_start_session(Ui& ui, const StartSessionView& view, StartSessionState& state)
{
    const Rect window = ui.window();
    const shell::TextStyle heading = title(ui);
    ui.text("start.title", {margin, bar_height + 24}, say("desk.start.title"), heading);
    const float after = margin + ui.text_width(say("desk.start.title"), heading.type, heading.weight) + 16;
    const std::string who = view.planned.empty() ? view.who : view.who + ". " + view.planned;
    ui.text("start.who", {after, bar_height + 31}, who, second(ui));

    const float top = bar_height + 72;
    const Rect whole{margin, top, std::min(widest, window.w - 2 * margin),
                     window.h - top - margin - foot_height - card_gap};
    card(ui, whole);
    const Rect inner{whole.x, whole.y + 8, whole.w, whole.h - 16};
    const float offset = ui.begin_scroll("start.scroll", inner, state.content_height);
    const float x = whole.x + margin;
    const float width = whole.w - 2 * margin;
    const float begin = inner.y - offset;
    float y = begin + 16 + label_space;
    draw_visit(ui, state, x, y, width);
    y += control_height + 16 + label_space;
    if (!view.batteries.empty()) {
        draw_batteries(ui, view, state, {x, y, width, control_height});
        y += control_height + 16 + label_space;
    }
    y = draw_manner(ui, state, x, y, width) + 40;

    const Side side = chosen_side(view, state);
    y = draw_group(ui, "start.for_patient", say("desk.start.for_patient"), view.patient, side != Side::therapist, state,
                   {x, y, width, 0});
    y += 16;
    y = draw_group(ui, "start.for_therapist", say("desk.start.for_therapist"), view.therapist, side != Side::patient,
                   state, {x, y, width, 0});
    ui.paragraph("start.one_side", {x, y + 4, width, 0}, say("desk.start.one_side"), caption(ui));
    y += 32;
    ui.end_scroll();
    state.content_height = y - begin;

    if (const auto intent = draw_foot(ui, view, state)) return intent;
    if (ui.pressed(shell::Key::escape)) return WentBack{};
    return {};
}

} // namespace rapport::desk
