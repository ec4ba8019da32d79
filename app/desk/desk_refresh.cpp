#include "app/desk/desk_refresh.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/desk/words.h"

namespace rapport::desk {
namespace {

std::int32_t today_of(const OpenDesk& open)
{
    return local_time(open.vault.now_ms()).day;
}

/// Says a failure and gives false, or moves the rows out.
template <class Rows>
bool rows_of(OpenDesk& open, Result<Rows> given, Rows& rows)
{
    if (!given) {
        open.banner = sentence_of(given.error());
        return false;
    }
    rows = std::move(given).value();
    return true;
}

/// The visit meant: the one named, or one still to do that is planned for today.
const vault::PlannedVisit* find_visit(const std::vector<vault::PlannedVisit>& visits, const Id& wanted,
                                      std::int32_t today)
{
    const auto found = std::find_if(visits.begin(), visits.end(), [&](const vault::PlannedVisit& visit) {
        return wanted == Id{} ? visit.state == "planned" && visit.day == today : visit.id == wanted;
    });
    return found == visits.end() ? nullptr : &*found;
}

} // namespace

void refresh_worklist(OpenDesk& open)
{
    WorklistRows rows;
    if (!rows_of(open, open.vault.open_alerts(), rows.alerts) ||
        !rows_of(open, open.vault.visits_due(today_of(open)), rows.due) ||
        !rows_of(open, open.vault.people(), rows.people))
        return;
    open.worklist = make_worklist_view(rows, open.vault.instruments(), open.fresh, open.vault.now_ms());
    open.worklist.backup = open.backup_due;
    // What must be done has the focus first.
    open.focus_first = open.worklist.alerts.empty() ? "" : "alert.0";
}

void refresh_people(OpenDesk& open)
{
    open.search_due = -1;
    const std::string search = trimmed(open.bar_state.find.text);
    std::vector<vault::PersonRow> rows;
    if (!rows_of(open, open.vault.people(search), rows)) return;
    open.people = make_people_view(rows, search, open.vault.instruments(), open.vault.now_ms());
}

void open_person(OpenDesk& open, const Id& person)
{
    std::vector<vault::Administration> administrations;
    std::vector<vault::PlannedVisit> visits;
    std::vector<vault::Alert> alerts;
    vault::PersonRow row;
    if (!rows_of(open, open.vault.person(person), row) ||
        !rows_of(open, open.vault.administrations(person), administrations) ||
        !rows_of(open, open.vault.visits_of(person), visits) || !rows_of(open, open.vault.alerts_of(person), alerts))
        return;
    open.banner.clear();
    if (row.to_review)
        if (const Status reviewed = open.vault.mark_reviewed(person); !reviewed)
            open.banner = sentence_of(reviewed.error());
    if (person != open.person) open.person_state = {};
    open.person = person;
    open.person_view = make_person_view(row, administrations, visits, alerts, open.vault.instruments(), today_of(open));
    open.focus_first.clear();
    open.turn_to(Page::person);
}

void open_alert(OpenDesk& open, const Id& alert)
{
    open.turn_to(open.list = Page::worklist);
    refresh_worklist(open);
    const auto found = std::find_if(open.worklist.alerts.begin(), open.worklist.alerts.end(),
                                    [&](const AlertRow& row) { return row.alert == alert; });
    if (found == open.worklist.alerts.end()) return;
    open_note(open.worklist_state, alert);
    open.focus_first = fmt::format("alert.{}.note", found - open.worklist.alerts.begin());
}

void open_start(OpenDesk& open, const Id& person, const Id& planned)
{
    vault::PersonRow row;
    std::vector<vault::PlannedVisit> visits;
    std::vector<vault::Administration> so_far;
    if (!rows_of(open, open.vault.person(person), row) || !rows_of(open, open.vault.visits_of(person), visits) ||
        !rows_of(open, open.vault.administrations(person), so_far))
        return;
    const std::int32_t today = today_of(open);
    const vault::PlannedVisit* const visit = find_visit(visits, planned, today);
    open.start = make_start_view(row.person, visit, open.vault.instruments(), open.vault.demo(), today);
    open.start_state = make_start_state(visit, so_far, open.start);
    open.banner.clear();
    open.focus_first = "start.go";
    open.turn_to(Page::start_session);
}

void begin_add_person(OpenDesk& open, const std::vector<std::string>& therapists)
{
    open.add.wipe();
    open.add.sex = 0;
    open.add.therapists = therapists;
    const auto me = std::find(therapists.begin(), therapists.end(), open.vault.user());
    open.add.therapist = me == therapists.end() ? 0 : static_cast<std::size_t>(me - therapists.begin());
    open.focus_first = "add.name";
}

} // namespace rapport::desk
