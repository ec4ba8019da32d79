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
    if (!alert.changed_to.empty())
        words += " " + say("desk.alert.changed_to", {{"answer", answer_words(alert.changed_to)}});
    if (!alert.previous_answer.empty())
        words += " " + say("desk.alert.last_time", {{"day", day_words(alert.previous_day, today)},
                                                    {"answer", answer_words(alert.previous_answer)}});
    return words;
}

/// "25 minutes", "3 hours", "2 days": how long nobody has seen to it, cut down.
std::string waited_words(std::int64_t ms)
{
    const std::int64_t minutes = ms / 60'000;
    if (minutes < 120) return count_words("desk.minutes", minutes);
    if (minutes < 48 * 60) return count_words("desk.hours", minutes / 60);
    return count_words("desk.days", minutes / (24 * 60));
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
    if (!alert.left_reason.empty())
        row.small +=
            (row.small.empty() ? "" : ". ") +
            say("desk.alert.left",
                {{"who", alert.left_by}, {"when", when_within(alert.left_ms, now_ms)}, {"reason", alert.left_reason}});
    if (alert.escalated_ms != 0)
        row.waited = say("desk.alert.waited", {{"time", waited_words(now_ms - alert.happened_ms)}});
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

/// The flag's own sentence with its numbers; the small line says what they are measured by.
FlagRow flag_row(const vault::PersonFlag& flag, const std::vector<instruments::Definition>& definitions,
                 std::int32_t today)
{
    FlagRow row;
    row.person = flag.person;
    row.who = flag.who;
    row.when = day_words(flag.since_day, today);
    strings::Fill figures;
    for (const vault::Figure& figure : flag.figures)
        figures.emplace_back(figure.name,
                             figure.name == "instrument" ? short_title(figure.value, definitions) : figure.value);
    // One that a newer program raised has no sentence here; it is shown all the same.
    row.words = strings::has(flag.words) ? say(flag.words, figures) : std::string(say("desk.flag.other"));
    if (const std::string small = flag.words + ".small"; strings::has(small)) row.small = say(small, figures);
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
    view.all_alerts = std::max<long long>(static_cast<long long>(view.alerts.size()), rows.due.all_alerts);

    for (const auto* part : {&rows.due.overdue, &rows.due.today})
        for (const vault::PlannedVisit& visit : *part)
            view.due.push_back(due_row(visit, definitions, today));
    view.all_due = rows.due.all_overdue + rows.due.all_today;
    const auto finished = std::ranges::count(view.due, DueRow::Stage::finished, &DueRow::stage);
    view.more_due = std::max(0LL, view.all_due - (static_cast<long long>(view.due.size()) - finished));

    for (const vault::PersonRow& person : rows.reviews)
        view.reviews.push_back({person.person.id, person.person.pseudonym, when_words(person.arrived_ms, now_ms),
                                standing_of(person, definitions), fresh.people.contains(person.person.id)});
    view.all_reviews = rows.due.all_reviews;
    const auto take = [&](const std::vector<vault::PersonFlag>& flags, std::vector<FlagRow>& into) {
        for (std::size_t n = 0; n < std::min(flags.size(), rows.most_flags); ++n)
            into.push_back(flag_row(flags[n], definitions, today));
        return flags.size() > rows.most_flags;
    };
    view.more_off_track = take(rows.off_track, view.off_track);
    view.more_alliance = take(rows.alliance, view.alliance);

    std::vector<std::string> counts{count_words("desk.count.alerts", view.all_alerts),
                                    count_words("desk.count.due", view.all_due),
                                    count_words("desk.count.reviews", view.all_reviews)};
    view.counts = joined(counts, ", ");
    return view;
}

} // namespace rapport::desk
