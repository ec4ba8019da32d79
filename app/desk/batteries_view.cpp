#include <algorithm>

#include "app/desk/batteries_page.h"
#include "app/desk/words.h"
#include "app/desk/worklist_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

std::string lacks(const std::string& id, const std::vector<vault::Obstacle>& obstacles)
{
    const auto found = std::ranges::find(obstacles, id, &vault::Obstacle::instrument);
    if (found == obstacles.end()) return {};
    const std::string key = "desk.start.lacks." + found->fault;
    return std::string(say(strings::has(key) ? std::string_view(key) : "desk.start.lacks"));
}

void set(shell::TextEdit& edit, std::string words)
{
    edit.caret = words.size();
    edit.text = std::move(words);
}

/// "PCL-5 at every visit; WAI-SR from visit 3 at every one; PHQ-9 at every second".
std::string parts_words(const vault::Schedule& schedule, const std::vector<vault::Battery>& batteries)
{
    std::vector<std::string> out;
    for (const vault::SchedulePart& part : schedule.parts) {
        const auto battery = std::ranges::find(batteries, part.battery, &vault::Battery::id);
        const std::string name = battery == batteries.end() ? std::string(say("desk.battery.gone")) : battery->name;
        out.push_back(say(part.every_visits == 1 ? "desk.schedule.part_each" : "desk.schedule.part_every",
                          {{"name", name},
                           {"first", std::to_string(part.first_visit)},
                           {"every", std::to_string(part.every_visits)}}));
    }
    return joined(out, "; ");
}

} // namespace

BatteriesView make_batteries_view(const std::vector<vault::Battery>& batteries,
                                  const std::vector<vault::Schedule>& schedules,
                                  const std::vector<vault::Obstacle>& obstacles,
                                  const std::vector<instruments::Definition>& definitions)
{
    BatteriesView view;
    view.batteries = batteries;
    view.schedules = schedules;
    for (const instruments::Definition& definition : definitions) {
        BatteryMember choice{definition.id, definition.short_title, lacks(definition.id, obstacles),
                             definition.respondent};
        if (!choice.lacking.empty()) choice.label += " (" + choice.lacking + ")";
        view.instruments.push_back(std::move(choice));
    }
    for (const vault::Battery& battery : batteries) {
        NamedLine line{battery.id, battery.name, battery_words(battery.instruments, definitions), {}};
        std::vector<std::string> lacking;
        for (const BatteryMember& choice : view.instruments)
            if (!choice.lacking.empty() && std::ranges::count(battery.instruments, choice.id) != 0)
                lacking.push_back(choice.label);
        if (!lacking.empty()) line.lacking = say("desk.start.in_the_way", {{"titles", joined(lacking, ", ")}});
        view.battery_lines.push_back(std::move(line));
    }
    for (const vault::Schedule& schedule : schedules)
        view.schedule_lines.push_back(
            {schedule.id,
             schedule.name,
             count_words("desk.schedule.days", schedule.every_days) + ": " + parts_words(schedule, batteries),
             {}});
    return view;
}

vault::Battery read_battery(const BatteriesView& view, const BatteriesState& state)
{
    vault::Battery battery;
    battery.id = state.battery;
    battery.name = trimmed(state.name.text);
    battery.instruments = state.chosen;
    battery.auto_advance = state.auto_advance;
    for (const BatteryMember& choice : view.instruments)
        if (!state.chosen.empty() && choice.id == state.chosen.front()) battery.respondent = choice.respondent;
    return battery;
}

vault::Schedule read_schedule(const BatteriesView& view, const BatteriesState& state)
{
    vault::Schedule schedule;
    schedule.id = state.schedule;
    schedule.name = trimmed(state.schedule_name.text);
    schedule.label = trimmed(state.label.text);
    schedule.every_days = whole_number(trimmed(state.every_days.text), -1);
    schedule.visits = trimmed(state.visits.text).empty() ? 0 : whole_number(trimmed(state.visits.text), -1);
    schedule.opens = whole_number(trimmed(state.opens.text), -1);
    schedule.closes = whole_number(trimmed(state.closes.text), -1);
    for (const PartEdit& part : state.parts)
        if (part.battery < view.batteries.size())
            schedule.parts.push_back({view.batteries[part.battery].id, whole_number(trimmed(part.first.text), -1),
                                      whole_number(trimmed(part.every.text), -1)});
    return schedule;
}

void edit_battery(const BatteriesView& view, BatteriesState& state, const Id& id)
{
    const auto found = std::ranges::find(view.batteries, id, &vault::Battery::id);
    const vault::Battery battery = found == view.batteries.end() ? vault::Battery{} : *found;
    state.battery = battery.id;
    set(state.name, battery.name);
    state.chosen = battery.instruments;
    state.auto_advance = battery.auto_advance;
    state.battery_trouble.clear();
}

void edit_schedule(const BatteriesView& view, BatteriesState& state, const Id& id)
{
    const auto found = std::ranges::find(view.schedules, id, &vault::Schedule::id);
    const bool fresh = found == view.schedules.end();
    vault::Schedule schedule;
    if (fresh)
        schedule.label = say("desk.schedule.label_default");
    else
        schedule = *found;
    state.schedule = schedule.id;
    set(state.schedule_name, schedule.name);
    set(state.label, schedule.label);
    set(state.every_days, std::to_string(schedule.every_days));
    set(state.visits, schedule.visits == 0 ? "" : std::to_string(schedule.visits));
    set(state.opens, std::to_string(schedule.opens));
    set(state.closes, std::to_string(schedule.closes));
    state.parts.clear();
    for (const vault::SchedulePart& part : schedule.parts) {
        const auto battery = std::ranges::find(view.batteries, part.battery, &vault::Battery::id);
        PartEdit edit;
        edit.battery = battery == view.batteries.end() ? 0 : static_cast<std::size_t>(battery - view.batteries.begin());
        set(edit.first, std::to_string(part.first_visit));
        set(edit.every, std::to_string(part.every_visits));
        state.parts.push_back(std::move(edit));
    }
    state.schedule_trouble.clear();
}

} // namespace rapport::desk
