#include "app/desk/start_session_view.h"

#include <algorithm>

#include "app/desk/words.h"
#include "app/session/battery.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr int most_sessions = 9999;
constexpr std::size_t longest_visit = 100;

/// Why an instrument cannot be asked here, in a few words; empty when it can.
std::string obstacle_words(const std::string& id, const std::vector<vault::Obstacle>& obstacles)
{
    const auto found = std::ranges::find(obstacles, id, &vault::Obstacle::instrument);
    if (found == obstacles.end()) return {};
    const std::string key = "desk.start.lacks." + found->fault;
    return std::string(say(strings::has(key) ? std::string_view(key) : "desk.start.lacks"));
}

BatteryLine battery_line(const instruments::Definition& definition, const std::vector<vault::Obstacle>& obstacles)
{
    BatteryLine line;
    line.instrument = definition.id;
    line.short_title = definition.short_title;
    if (definition.wording != instruments::Wording::key_only) line.language = definition.language;
    std::vector<std::string> words{definition.short_title};
    if (!definition.recall.empty()) words.push_back(definition.recall);
    words.push_back(count_words("desk.start.questions", static_cast<long long>(definition.items.size())));
    line.title = joined(words, ", ");
    line.can_be_asked = session::fits_a_page(definition);
    if (definition.wording == instruments::Wording::key_only) line.lacking = say("desk.start.no_wording");
    if (std::string why = obstacle_words(definition.id, obstacles); !why.empty()) line.lacking = std::move(why);
    if (!line.can_be_asked) line.lacking = say("desk.start.needs_a_line");
    return line;
}

bool any_chosen(const std::vector<BatteryLine>& lines, const StartSessionState& state)
{
    return std::any_of(lines.begin(), lines.end(),
                       [&](const BatteryLine& line) { return state.battery.contains(line.instrument); });
}

shell::TextEdit edit_of(std::string text)
{
    shell::TextEdit edit;
    edit.caret = text.size();
    edit.text = std::move(text);
    return edit;
}

/// The order a visit was planned in is the order it is asked in; what was not planned follows.
void put_first(const std::vector<std::string>& battery, std::vector<BatteryLine>& lines)
{
    std::stable_sort(lines.begin(), lines.end(), [&](const BatteryLine& left, const BatteryLine& right) {
        const auto place = [&](const BatteryLine& line) {
            return std::find(battery.begin(), battery.end(), line.instrument);
        };
        return place(left) < place(right);
    });
}

} // namespace

StartSessionView make_start_view(const vault::Person& person, const vault::PlannedVisit* planned, const StartRows& rows,
                                 std::int32_t today)
{
    StartSessionView view;
    view.person = person.id;
    view.who = person.pseudonym;
    view.demo = rows.demo;
    view.batteries = rows.batteries;
    if (planned != nullptr) {
        view.planned_visit = planned->id;
        std::string when = day_words(planned->day, today);
        if (planned->minute >= 0) when += " " + clock_words(planned->minute);
        view.planned = say("desk.start.planned", {{"when", when}});
    }
    for (const instruments::Definition& definition : rows.definitions) {
        const bool of_patient = definition.respondent == instruments::Respondent::patient;
        (of_patient ? view.patient : view.therapist).push_back(battery_line(definition, rows.obstacles));
    }
    // What can be asked as it is stands before what still lacks its wording.
    for (auto* lines : {&view.patient, &view.therapist})
        std::stable_partition(lines->begin(), lines->end(),
                              [](const BatteryLine& line) { return line.lacking.empty(); });
    if (planned != nullptr) put_first(planned->battery, view.patient);
    return view;
}

StartSessionState make_start_state(const vault::PlannedVisit* planned, const std::vector<vault::Administration>& so_far,
                                   const StartSessionView& view)
{
    StartSessionState state;
    int number = 1;
    for (const vault::Administration& administration : so_far)
        number = std::max(number, administration.session_number + 1);
    if (planned == nullptr) {
        state.visit = edit_of(say("desk.start.visit_n", {{"n", std::to_string(number)}}));
        state.number = edit_of(std::to_string(number));
        return state;
    }
    state.order = planned->battery;
    state.auto_advance = planned->auto_advance;
    state.visit = edit_of(planned->visit);
    state.number = edit_of(std::to_string(planned->session_number > 0 ? planned->session_number : number));
    // A plan may name both forms of a pair; the patient's session comes first.
    const auto take = [&](const std::vector<BatteryLine>& lines) {
        for (const BatteryLine& line : lines)
            if (std::find(planned->battery.begin(), planned->battery.end(), line.instrument) != planned->battery.end())
                state.battery.insert(line.instrument);
    };
    take(view.patient);
    if (state.battery.empty()) take(view.therapist);
    return state;
}

void choose_battery(const StartSessionView& view, StartSessionState& state, std::size_t number)
{
    state.chosen = number;
    state.trouble.clear();
    if (number == 0 || number > view.batteries.size()) return;
    const vault::Battery& battery = view.batteries[number - 1];
    state.battery = {battery.instruments.begin(), battery.instruments.end()};
    state.order = battery.instruments;
    state.auto_advance = battery.auto_advance;
}

std::string in_the_way(const StartSessionView& view, const StartSessionState& state)
{
    std::vector<std::string> titles;
    for (const auto* lines : {&view.patient, &view.therapist})
        for (const BatteryLine& line : *lines)
            if (state.battery.contains(line.instrument) &&
                (!line.can_be_asked || (!line.lacking.empty() && !view.demo)))
                titles.push_back(line.short_title + " (" + line.lacking + ")");
    if (titles.empty()) return {};
    return say("desk.start.in_the_way", {{"titles", joined(titles, ", ")}});
}

Side chosen_side(const StartSessionView& view, const StartSessionState& state)
{
    if (any_chosen(view.patient, state)) return Side::patient;
    if (any_chosen(view.therapist, state)) return Side::therapist;
    return Side::none;
}

const std::vector<std::string>& tablet_languages()
{
    static const std::vector<std::string> languages = {"en", "es", "zh"};
    return languages;
}

std::string other_wording(const StartSessionView& view, const StartSessionState& state)
{
    const std::string& spoken = tablet_languages()[state.language];
    std::vector<std::string> titles;
    std::string wording;
    for (const auto* lines : {&view.patient, &view.therapist})
        for (const BatteryLine& line : *lines)
            if (state.battery.contains(line.instrument) && !line.language.empty() && line.language != spoken) {
                titles.push_back(line.short_title);
                wording = line.language;
            }
    if (titles.empty()) return {};
    return say("desk.start.other_wording", {{"language", std::string(say("language." + spoken))},
                                            {"wording", std::string(say("language." + wording))},
                                            {"titles", joined(titles, ", ")}});
}

std::optional<vault::SessionWish> read_wish(const StartSessionView& view, StartSessionState& state)
{
    vault::SessionWish wish;
    wish.person = view.person;
    wish.planned_visit = view.planned_visit;
    wish.visit = trimmed(state.visit.text);
    wish.session_number = whole_number(trimmed(state.number.text), -1);
    wish.language = tablet_languages()[state.language];
    wish.other_wording_accepted = !other_wording(view, state).empty(); // the foot has said it all along
    wish.asked = state.asked;

    state.visit_error.clear();
    state.number_error.clear();
    state.trouble.clear();
    if (wish.visit.empty())
        state.visit_error = say("desk.start.visit_empty");
    else if (wish.visit.size() > longest_visit)
        state.visit_error = say("desk.add.too_long");
    if (wish.session_number < 1 || wish.session_number > most_sessions)
        state.number_error = say("desk.start.number_shape");

    wish.auto_advance = state.auto_advance;

    // As planned or as the battery has it, then in the order of the library, not of ticking: everybody meets the forms
    // in the same order.
    for (const std::string& id : state.order)
        if (state.battery.contains(id)) wish.battery.push_back(id);
    for (const auto* lines : {&view.patient, &view.therapist})
        for (const BatteryLine& line : *lines)
            if (state.battery.contains(line.instrument) && std::ranges::count(wish.battery, line.instrument) == 0)
                wish.battery.push_back(line.instrument);
    state.trouble = in_the_way(view, state);
    if (wish.battery.empty()) state.trouble = say("desk.start.nothing_chosen");
    if (!state.visit_error.empty() || !state.number_error.empty() || !state.trouble.empty()) return {};
    return wish;
}

} // namespace rapport::desk
