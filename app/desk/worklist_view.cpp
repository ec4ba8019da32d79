#include "app/desk/worklist_view.h"

#include <algorithm>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

std::string short_title(const std::string& id, const std::vector<instruments::Definition>& definitions)
{
    for (const instruments::Definition& definition : definitions)
        if (definition.id == id) return definition.short_title;
    return id;
}

const vault::PersonRow* find_person(const std::vector<vault::PersonRow>& people, const Id& id)
{
    const auto found =
        std::find_if(people.begin(), people.end(), [&](const vault::PersonRow& row) { return row.person.id == id; });
    return found == people.end() ? nullptr : &*found;
}

/// The reason an item has no answer, in words; a choice in words stays as the respondent read it.
std::string answer_words(const std::string& answer)
{
    const std::string key = "desk.missing." + answer;
    return strings::has(key) ? std::string(say(key)) : answer;
}

std::string alert_words(const vault::Alert& alert, const std::vector<instruments::Definition>& definitions,
                        std::int32_t today)
{
    const std::string instrument = short_title(alert.instrument, definitions);
    if (alert.kind == "damaged_session") return std::string(say("desk.alert.damaged_session"));
    if (alert.kind == "asked_for_someone")
        return instrument.empty() ? std::string(say("desk.alert.asked_for_someone"))
                                  : say("desk.alert.asked_for_someone_during", {{"instrument", instrument}});
    const bool unanswered = alert.kind == "critical_unanswered";
    std::string words = say(unanswered ? "desk.alert.unanswered" : "desk.alert.answered",
                            {{"instrument", instrument}, {"item", alert.item}, {"answer", answer_words(alert.answer)}});
    if (!alert.previous_answer.empty())
        words += " " + say("desk.alert.last_time", {{"day", day_words(alert.previous_day, today)},
                                                    {"answer", answer_words(alert.previous_answer)}});
    return words;
}

AlertRow alert_row(const vault::Alert& alert, const WorklistRows& rows,
                   const std::vector<instruments::Definition>& definitions, const Fresh& fresh, std::int64_t now_ms)
{
    AlertRow row;
    row.alert = alert.id;
    row.person = alert.person;
    row.icon = alert.kind == "asked_for_someone" ? shell::Icon::help : shell::Icon::alert;
    row.who = alert.pseudonym.empty() ? std::string(say("desk.alert.sealed_session")) : alert.pseudonym;
    row.when = when_words(alert.raised_ms, now_ms);
    if (const vault::PersonRow* person = find_person(rows.people, alert.person);
        person != nullptr && !person->person.therapist.empty())
        row.when += ", " + person->person.therapist;
    row.words = alert_words(alert, definitions, local_time(now_ms).day);
    row.small = alert.kind == "damaged_session" ? std::string(say("desk.alert.damaged_small")) : alert.context;
    row.fresh = fresh.alerts.contains(alert.id);
    return row;
}

DueRow due_row(const vault::PlannedVisit& visit, const std::vector<instruments::Definition>& definitions,
               std::int32_t today)
{
    DueRow row;
    row.visit = visit.id;
    row.person = visit.person;
    row.session = visit.session;
    row.who = visit.pseudonym;
    row.therapist = visit.therapist;
    row.battery = battery_words(visit.battery, definitions);
    row.late = visit.day < today;
    if (row.late)
        row.when = count_words("desk.late", today - visit.day);
    else if (visit.minute >= 0)
        row.when = clock_words(visit.minute);
    if (visit.state == "finished") {
        row.stage = DueRow::Stage::finished;
        row.stage_words = say("desk.due.finished", {{"time", clock_words(local_time(visit.finished_ms).minute)}});
    } else if (visit.state == "stopped" || visit.state == "handed_over") {
        // Desk and kiosk never run together, so a session handed over and not come back has stopped.
        row.stage = DueRow::Stage::stopped;
        row.stage_words = visit.asked > 0 ? say("desk.due.stopped_at", {{"n", std::to_string(visit.answered)},
                                                                        {"of", std::to_string(visit.asked)}})
                                          : std::string(say("desk.due.stopped"));
    }
    return row;
}

} // namespace

std::string battery_words(const std::vector<std::string>& battery,
                          const std::vector<instruments::Definition>& definitions)
{
    std::vector<std::string> titles;
    titles.reserve(battery.size());
    for (const std::string& id : battery)
        titles.push_back(short_title(id, definitions));
    return joined(titles, ", ");
}

WorklistView make_worklist_view(const WorklistRows& rows, const std::vector<instruments::Definition>& definitions,
                                const Fresh& fresh, std::int64_t now_ms)
{
    const std::int32_t today = local_time(now_ms).day;
    WorklistView view;
    view.day = long_day(today);
    for (const vault::Alert& alert : rows.alerts)
        view.alerts.push_back(alert_row(alert, rows, definitions, fresh, now_ms));

    std::vector<vault::PlannedVisit> due = rows.due;
    std::stable_sort(due.begin(), due.end(), [](const vault::PlannedVisit& a, const vault::PlannedVisit& b) {
        if (a.day != b.day) return a.day < b.day;
        // No agreed time stands after the last one.
        if ((a.minute < 0) != (b.minute < 0)) return b.minute < 0;
        return a.minute < b.minute;
    });
    for (const vault::PlannedVisit& visit : due)
        view.due.push_back(due_row(visit, definitions, today));

    std::vector<const vault::PersonRow*> reviews;
    for (const vault::PersonRow& person : rows.people)
        if (person.to_review) reviews.push_back(&person);
    std::stable_sort(reviews.begin(), reviews.end(), [](const vault::PersonRow* a, const vault::PersonRow* b) {
        return a->arrived_ms > b->arrived_ms;
    });
    for (const vault::PersonRow* person : reviews)
        view.reviews.push_back({person->person.id, person->person.pseudonym, when_words(person->arrived_ms, now_ms),
                                standing_of(*person, definitions), fresh.people.contains(person->person.id)});

    const auto size = [](const auto& list) { return static_cast<long long>(list.size()); };
    view.counts =
        joined({count_words("desk.count.alerts", size(view.alerts)), count_words("desk.count.due", size(view.due)),
                count_words("desk.count.reviews", size(view.reviews))},
               ", ");
    return view;
}

} // namespace rapport::desk
