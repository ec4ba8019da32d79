#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/desk/batteries_page.h"
#include "app/desk/form.h"
#include "app/desk/setup_frame.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using shell::Rect;
using shell::Ui;
using strings::say;

namespace {

enum class Pressed : std::uint8_t { nothing, change, retire };

/// One that there is, with its two buttons.
Pressed draw_line(Ui& ui, Form& form, const std::string& id, const NamedLine& line)
{
    const std::string_view change = say("desk.battery.change");
    const std::string_view retire = say("desk.battery.retire");
    const float change_width = ui.button_width(change);
    const float retire_width = ui.button_width(retire);
    const float right = form.x + form.width;
    const float room = form.width - change_width - retire_width - 2 * card_gap;
    const float top = form.y;
    ui.text(id + ".name", {form.x, top}, line.name, body(ui, shell::Weight::semibold));
    float y = top + 24 + ui.paragraph(id + ".small", {form.x, top + 24, room, 0}, line.small, small(ui));
    if (!line.lacking.empty()) {
        shell::TextStyle style = small(ui);
        style.colour = ui.theme().alert;
        y += ui.paragraph(id + ".lacking", {form.x, y, room, 0}, line.lacking, style);
    }
    Pressed pressed = Pressed::nothing;
    if (ui.button(id + ".change", {right - retire_width - 8 - change_width, top, change_width, control_height}, change))
        pressed = Pressed::change;
    if (ui.button(id + ".retire", {right - retire_width, top, retire_width, control_height}, retire))
        pressed = Pressed::retire;
    form.y = std::max(y, top + control_height) + 12;
    return pressed;
}

void draw_members(Ui& ui, const BatteriesView& view, BatteriesState& state, Form& form)
{
    std::vector<std::string> labels{std::string(say("desk.battery.add_choose"))};
    for (const BatteryMember& choice : view.instruments)
        labels.push_back(choice.label);
    if (const auto chosen = ui.choice_field("battery.add", form.whole(), labels, 0, field("desk.battery.add")))
        if (*chosen > 0 && std::ranges::count(state.chosen, view.instruments[*chosen - 1].id) == 0)
            state.chosen.push_back(view.instruments[*chosen - 1].id);
    for (std::size_t n = 0; n < state.chosen.size(); ++n) {
        const auto known = std::ranges::find(view.instruments, state.chosen[n], &BatteryMember::id);
        const std::string words =
            fmt::format("{}. {}", n + 1, known == view.instruments.end() ? state.chosen[n] : known->label);
        const std::string_view remove = say("desk.battery.remove");
        const float width = ui.button_width(remove);
        const std::string id = fmt::format("battery.member.{}", n);
        ui.paragraph(id + ".words", {form.x, form.y + 10, form.width - width - 16, 24}, words, body(ui), 1);
        const bool gone = ui.button(id, {form.x + form.width - width, form.y, width, control_height}, remove);
        form.skip(control_height + 4);
        if (gone) {
            state.chosen.erase(state.chosen.begin() + static_cast<std::ptrdiff_t>(n));
            break;
        }
    }
}

/// Save, and, while one that is there is being changed, a way back to an empty form.
bool draw_save(Ui& ui, Form& form, std::string_view id, bool changing, bool& renew)
{
    shell::ButtonStyle save;
    save.kind = shell::ButtonKind::filled;
    const std::string_view label = say("common.save");
    const float width = ui.button_width(label, save);
    const bool pressed = ui.button(std::string(id) + ".save", {form.x, form.y, width, control_height}, label, save);
    const std::string_view fresh = say("desk.battery.new");
    renew = changing && ui.button(std::string(id) + ".new",
                                  {form.x + width + card_gap, form.y, ui.button_width(fresh), control_height}, fresh);
    form.skip(control_height);
    return pressed;
}

float draw_battery_card(Ui& ui, const BatteriesView& view, BatteriesState& state, Rect place,
                        std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.heights[0]});
    Form form{place.x + margin, place.y + 20, place.w - 2 * margin};
    ui.text("battery.title", {form.x, form.y}, say("desk.setup.batteries"), section(ui));
    form.skip(32);
    say_in(form, ui, "battery.about", say("desk.battery.about"), second(ui));
    form.skip(12);
    for (std::size_t n = 0; n < view.battery_lines.size(); ++n) {
        const NamedLine& line = view.battery_lines[n];
        const Pressed pressed = draw_line(ui, form, fmt::format("battery.{}", n), line);
        if (pressed == Pressed::change) edit_battery(view, state, line.id);
        if (pressed == Pressed::retire) intent = SetupActWanted{SetupAct::retire_battery, line.id};
    }
    form.skip(8);
    ui.text_field("battery.name", form.whole(), state.name, field("desk.battery.name"));
    draw_members(ui, view, state, form);
    if (ui.check_box("battery.advance", {form.x, form.y, form.width, control_height}, say("desk.battery.advance"),
                     state.auto_advance))
        state.auto_advance = !state.auto_advance;
    form.skip(control_height + 8);
    trouble_in(form, ui, "battery.trouble", state.battery_trouble);
    bool renew = false;
    if (draw_save(ui, form, "battery", state.battery != Id{}, renew))
        intent = SetupActWanted{SetupAct::save_battery, {}};
    if (renew) edit_battery(view, state, {});
    return close_card(ui, form, place, state.heights[0]);
}

/// A battery of the schedule, from which visit and at every how many.
bool draw_part(Ui& ui, const BatteriesView& view, PartEdit& part, std::size_t n, Form& form)
{
    std::vector<std::string> names;
    for (const vault::Battery& battery : view.batteries)
        names.push_back(battery.name);
    const std::string id = fmt::format("schedule.part.{}", n);
    const std::string_view remove = say("desk.battery.remove");
    const float remove_width = ui.button_width(remove);
    constexpr float number = 88;
    const float battery_width = form.width - remove_width - 2 * number - 3 * 8;
    const float y = form.y + label_space;
    float x = form.x;
    if (const auto chosen = ui.choice_field(id, {x, y, battery_width, control_height}, names, part.battery,
                                            field("desk.schedule.part")))
        part.battery = *chosen;
    x += battery_width + 8;
    ui.text_field(id + ".first", {x, y, number, control_height}, part.first, field("desk.schedule.first"));
    x += number + 8;
    ui.text_field(id + ".every", {x, y, number, control_height}, part.every, field("desk.schedule.every"));
    x += number + 8;
    const bool gone = ui.button(id + ".remove", {x, y, remove_width, control_height}, remove);
    form.skip(label_space + control_height + 8);
    return gone;
}

void draw_parts(Ui& ui, const BatteriesView& view, BatteriesState& state, Form& form)
{
    for (std::size_t n = 0; n < state.parts.size(); ++n)
        if (draw_part(ui, view, state.parts[n], n, form)) {
            state.parts.erase(state.parts.begin() + static_cast<std::ptrdiff_t>(n));
            break;
        }
    shell::ButtonStyle style;
    style.icon_before = shell::Icon::plus;
    style.enabled = !view.batteries.empty();
    const std::string_view label = say("desk.schedule.add_part");
    if (ui.button("schedule.part.add", {form.x, form.y, ui.button_width(label, style), control_height}, label, style))
        state.parts.push_back({0, {"1", 1}, {"1", 1}});
    form.skip(control_height + 16);
}

float draw_schedule_card(Ui& ui, const BatteriesView& view, BatteriesState& state, Rect place,
                         std::optional<Intent>& intent)
{
    card(ui, {place.x, place.y, place.w, state.heights[1]});
    Form form{place.x + margin, place.y + 20, place.w - 2 * margin};
    ui.text("schedule.title", {form.x, form.y}, say("desk.schedule"), section(ui));
    form.skip(32);
    say_in(form, ui, "schedule.about", say("desk.schedule.about"), second(ui));
    form.skip(12);
    for (std::size_t n = 0; n < view.schedule_lines.size(); ++n) {
        const NamedLine& line = view.schedule_lines[n];
        const Pressed pressed = draw_line(ui, form, fmt::format("schedule.{}", n), line);
        if (pressed == Pressed::change) edit_schedule(view, state, line.id);
        if (pressed == Pressed::retire) intent = SetupActWanted{SetupAct::retire_schedule, line.id};
    }
    form.skip(8);
    const auto [name, label] = form.pair();
    ui.text_field("schedule.name", name, state.schedule_name, field("desk.battery.name"));
    ui.text_field("schedule.label", label, state.label, field("desk.schedule.label"));
    const auto [every, visits] = form.pair();
    ui.text_field("schedule.every", every, state.every_days, field("desk.schedule.every_days"));
    ui.text_field("schedule.visits", visits, state.visits, field("desk.schedule.visits"));
    const auto [opens, closes] = form.pair();
    ui.text_field("schedule.opens", opens, state.opens, field("desk.schedule.opens"));
    ui.text_field("schedule.closes", closes, state.closes, field("desk.schedule.closes"));
    draw_parts(ui, view, state, form);
    trouble_in(form, ui, "schedule.trouble", state.schedule_trouble);
    bool renew = false;
    if (draw_save(ui, form, "schedule", state.schedule != Id{}, renew))
        intent = SetupActWanted{SetupAct::save_schedule, {}};
    if (renew) edit_schedule(view, state, {});
    return close_card(ui, form, place, state.heights[1]);
}

} // namespace

std::optional<Intent> draw_batteries(Ui& ui, const BatteriesView& view, BatteriesState& state)
{
    std::optional<Intent> intent;
    const float first = draw_setup_heading(ui, Page::batteries, false, intent);
    const Rect window = ui.window();
    const Rect place{0, first - 8, window.w, window.h - first + 8};
    const float offset = ui.begin_scroll("batteries.scroll", place, state.content_height);
    const float width = window.w - 2 * margin;
    const float y = first - offset;
    float bottom = 0;
    if (window.w >= two_column_width) {
        const float left = std::floor((width - column_gap) * 0.44F);
        bottom = draw_battery_card(ui, view, state, {margin, y, left, 0}, intent);
        bottom =
            std::max(bottom, draw_schedule_card(ui, view, state,
                                                {margin + left + column_gap, y, width - left - column_gap, 0}, intent));
    } else {
        bottom = draw_battery_card(ui, view, state, {margin, y, width, 0}, intent);
        bottom = draw_schedule_card(ui, view, state, {margin, bottom + column_gap, width, 0}, intent);
    }
    ui.end_scroll();
    state.content_height = bottom + margin - (first - 8 - offset);
    return intent;
}

} // namespace rapport::desk
