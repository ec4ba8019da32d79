#include "app/desk/desk_refresh.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/desk/desk_safety.h"
#include "app/desk/words.h"
#include "app/person/person_read.h"

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

namespace {

constexpr int people_at_once = 200; ///< rows of the list read together, and what a search shows at most
constexpr int most_due = 40;
constexpr int most_alerts = 6; ///< five and the number of the others, or all six
constexpr int most_reviews = 40;

} // namespace

std::vector<vault::PersonRow> people_of(OpenDesk& open, const std::vector<vault::Alert>& alerts)
{
    std::vector<vault::PersonRow> people;
    std::set<Id> read;
    for (const vault::Alert& alert : alerts)
        if (alert.person != Id{} && read.insert(alert.person).second)
            if (auto row = open.vault.person(alert.person)) people.push_back(std::move(*row));
    return people;
}

void refresh_worklist(OpenDesk& open)
{
    WorklistRows rows;
    escalate(open);
    const std::int32_t today = today_of(open);
    const auto policy = open.vault.care_policy();
    if (!policy) {
        open.banner = sentence_of(policy.error());
        return;
    }
    // A finding that was looked at stays away for as long as the clinic says.
    const std::int32_t seen_before = today - policy->flag_again_days + 1;
    const int most_flags = static_cast<int>(rows.most_flags) + 1;
    // A new day may plan visits and close windows.
    if (const auto rolled = open.vault.roll_plans(today); !rolled) open.banner = sentence_of(rolled.error());
    const int alerts = open.worklist_state.all_alerts ? -1 : most_alerts;
    if (!rows_of(open, open.vault.open_alerts(alerts), rows.alerts) ||
        !rows_of(open, open.vault.due_list(today, most_due), rows.due) ||
        !rows_of(open, open.vault.to_review(most_reviews), rows.reviews) ||
        !rows_of(open, open.vault.flags("off_track", seen_before, most_flags), rows.off_track) ||
        !rows_of(open, open.vault.flags("alliance", seen_before, most_flags), rows.alliance))
        return;
    rows.people = people_of(open, rows.alerts);
    open.worklist = make_worklist_view(rows, open.vault.instruments(), open.fresh, open.vault.now_ms());
    open.worklist.backup = open.backup_due;
    // What must be done has the focus first.
    open.focus_first = open.worklist.alerts.empty() ? "" : "alert.0";
}

void show_all_alerts(OpenDesk& open)
{
    open.worklist_state.all_alerts = true;
    refresh_worklist(open);
}

void refresh_people(OpenDesk& open)
{
    open.search_due = -1;
    const std::string search = trimmed(open.bar_state.find.text);
    std::vector<vault::PersonRow> rows;
    std::int64_t all = 0;
    if (search.empty()) {
        if (!rows_of(open, open.vault.people_after({}, people_at_once), rows) ||
            !rows_of(open, open.vault.people_count(), all))
            return;
    } else if (!rows_of(open, open.vault.people_found(search, people_at_once), rows)) {
        return;
    }
    open.people = make_people_view(rows, search, open.vault.instruments(), open.vault.now_ms());
    open.people_state.content_height = 0;
    if (search.empty()) {
        open.people.all = all;
        open.people.more = rows.size() == people_at_once;
    }
}

void more_people(OpenDesk& open)
{
    if (!open.people.more || open.people.lines.empty()) return;
    std::vector<vault::PersonRow> rows;
    open.people.more = false;
    if (!rows_of(open, open.vault.people_after(open.people.lines.back().who, people_at_once), rows)) return;
    add_people(open.people, rows, open.vault.instruments(), open.vault.now_ms());
    open.people.more = rows.size() == people_at_once;
}

bool refresh_person(OpenDesk& open, const Id& person)
{
    PersonRows rows;
    Looking looking;
    if (!rows_of(open, read_person(open.vault, person), rows) || !rows_of(open, looking_at(open.vault), looking))
        return false;
    open.to_review = rows.row.to_review;
    open.person_view = make_person_view(rows, open.vault.instruments(), today_of(open), looking);
    return true;
}

void open_person(OpenDesk& open, const Id& person)
{
    if (!refresh_person(open, person)) return;
    open.banner.clear();
    if (open.to_review)
        if (const Status reviewed = open.vault.mark_reviewed(person); !reviewed)
            open.banner = sentence_of(reviewed.error());
    if (person != open.person) open.person_state = {};
    open.person = person;
    open.journal.wipe();
    open.focus_first.clear();
    open.turn_to(Page::person);
}

void open_alert(OpenDesk& open, const Id& alert)
{
    open.turn_to(open.list = Page::worklist);
    refresh_worklist(open);
    const auto find = [&] { return std::ranges::find(open.worklist.alerts, alert, &AlertRow::alert); };
    if (find() == open.worklist.alerts.end()) show_all_alerts(open);
    const auto found = find();
    if (found == open.worklist.alerts.end()) return;
    // The sixth is behind the number of the others where there is a seventh.
    if (found - open.worklist.alerts.begin() + 1 == most_alerts) open.worklist_state.all_alerts = true;
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
    StartRows rows{open.vault.instruments(), {}, {}, open.vault.demo()};
    std::vector<std::string> ids;
    for (const instruments::Definition& definition : rows.definitions)
        ids.push_back(definition.id);
    if (!rows_of(open, open.vault.batteries(), rows.batteries) ||
        !rows_of(open, open.vault.obstacles(ids), rows.obstacles))
        return;
    open.start = make_start_view(row.person, visit, rows, today);
    open.start_state = make_start_state(visit, so_far, open.start);
    open.banner.clear();
    open.focus_first = "start.go";
    open.turn_to(Page::start_session);
}

namespace {

/// Fields for the numbers the clinic keeps; false after a failure that was said.
bool ready_form(OpenDesk& open, const std::vector<std::string>& therapists)
{
    const auto policy = open.vault.identity_policy();
    if (!policy) {
        open.banner = sentence_of(policy.error());
        return false;
    }
    open.add.wipe();
    open.add = AddPersonState{};
    open.add.policy = *policy;
    open.add.identifiers.resize(policy->types.size());
    open.add.therapists = therapists;
    return true;
}

void fill(shell::TextEdit& edit, const std::string& words)
{
    edit.text = words;
    edit.caret = words.size();
}

} // namespace

void begin_add_person(OpenDesk& open, const std::vector<std::string>& therapists)
{
    if (!ready_form(open, therapists)) return;
    const auto me = std::find(therapists.begin(), therapists.end(), open.vault.user());
    open.add.therapist = me == therapists.end() ? 0 : static_cast<std::size_t>(me - therapists.begin());
    open.focus_first = open.add.policy.pseudonyms_only ? "add.sex" : "add.name";
}

void begin_edit_person(OpenDesk& open, const Id& person)
{
    vault::PersonRow row;
    vault::Identity identity;
    if (!rows_of(open, open.vault.person(person), row) ||
        !rows_of(open, open.vault.identity(row.person.id), identity) || !ready_form(open, {}))
        return;
    open.add.editing = row.person;
    fill(open.add.name, identity.name);
    fill(open.add.born, identity.date_of_birth);
    fill(open.add.record, identity.record_number);
    fill(open.add.site, row.person.site);
    const auto sex = std::ranges::find(sexes(), row.person.sex);
    open.add.sex = sex == sexes().end() ? 0 : static_cast<std::size_t>(sex - sexes().begin());
    for (std::size_t n = 0; n < open.add.policy.types.size(); ++n)
        for (const vault::Identifier& one : identity.identifiers)
            if (one.type == open.add.policy.types[n].id) fill(open.add.identifiers[n].edit, one.value);
    open.banner.clear();
    open.focus_first = open.add.policy.pseudonyms_only ? "add.sex" : "add.name";
    open.turn_to(Page::add_person);
}

} // namespace rapport::desk
