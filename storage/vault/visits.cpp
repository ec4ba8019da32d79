#include "storage/vault/visits.h"

#include <algorithm>

#include "storage/vault/archive.h"
#include "storage/vault/audit.h"
#include "storage/vault/links.h"
#include "storage/vault/lists.h"
#include "storage/vault/people.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

// Every list reads these from an index that holds them all.
constexpr std::string_view select =
    "SELECT id, person, who, therapist, visit, session_number, day, minute, battery, state, session, answered, asked, "
    "finished_ms, plan, respondent, opens_day, closes_day, layout, auto_advance, ended FROM main.planned_visit ";
constexpr std::string_view open = "state <> 'finished' AND ended = '' AND ";

PlannedVisit visit_of(const Row& row)
{
    PlannedVisit visit;
    visit.id = row.id(0);
    visit.person = row.id(1);
    visit.pseudonym = row.text(2);
    visit.therapist = row.text(3);
    visit.visit = row.text(4);
    visit.session_number = row.whole(5);
    visit.day = row.whole(6);
    visit.minute = row.whole(7);
    visit.battery = split_lines(row.text(8));
    visit.state = row.text(9);
    visit.session = row.id(10);
    visit.answered = row.whole(11);
    visit.asked = row.whole(12);
    visit.finished_ms = row.integer(13);
    visit.plan = row.id(14);
    visit.respondent =
        row.text(15) == "therapist" ? instruments::Respondent::therapist : instruments::Respondent::patient;
    visit.opens_day = row.whole(16);
    visit.closes_day = row.whole(17);
    visit.grid = row.text(18) == "grid";
    visit.auto_advance = row.truth(19);
    visit.ended = row.text(20);
    return visit;
}

/// Adds rows until there are `most`; below 0, all of them.
Status read(Core& core, const std::string& rest, Connection::Values values, int most, std::vector<PlannedVisit>& into)
{
    if (most >= 0 && into.size() >= static_cast<std::size_t>(most)) return {};
    return core.database.each(std::string(select) + rest, values, [&](const Row& row) {
        into.push_back(visit_of(row));
        return most < 0 || into.size() < static_cast<std::size_t>(most);
    });
}

Status read_overdue(Core& core, std::int32_t day, int most, std::vector<PlannedVisit>& into)
{
    return read(core, "WHERE " + std::string(open) + "day < ?1 ORDER BY day, minute, id", {day}, most, into);
}

/// By time, then those without one, then what is done; each part in the order of its index.
Status read_today(Core& core, std::int32_t day, int most, std::vector<PlannedVisit>& into)
{
    for (const std::string& part :
         {std::string(open) + "day = ?1 AND minute >= 0", std::string(open) + "day = ?1 AND minute < 0",
          std::string("state = 'finished' AND day = ?1")})
        if (Status done = read(core, "WHERE " + part + " ORDER BY minute, id", {day}, most, into); !done) return done;
    return {};
}

constexpr int all = -1;

} // namespace

Status insert_visit(Core& core, const PlannedVisit& visit)
{
    const Value plan = visit.plan == sealed::Id{} ? Value(nullptr) : Value(visit.plan);
    return core.database.run(
        "INSERT INTO main.planned_visit (id, person, visit, session_number, day, minute, battery, state, plan, "
        "respondent, opens_day, closes_day, layout, auto_advance, who, therapist) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, "
        "'planned', ?8, ?9, ?10, ?11, ?12, ?13, p.pseudonym, p.therapist FROM main.person p WHERE p.id = "
        "coalesce((SELECT root FROM main.person_link WHERE person = ?2), ?2)",
        {visit.id, visit.person, visit.visit, visit.session_number, visit.day, visit.minute, join_lines(visit.battery),
         plan, visit.respondent == instruments::Respondent::therapist ? "therapist" : "patient", visit.opens_day,
         visit.closes_day, visit.grid ? "grid" : "one", visit.auto_advance});
}

Result<Id> Vault::plan_visit(const PlannedVisit& visit)
{
    if (const Status may = clinicians_only(*state_, "plan_visit"); !may) return may.error();
    Core& core = *state_;
    if (visit.visit.size() > most_label) return Error{fault::too_long, "visit"};
    for (const std::string& id : visit.battery)
        if (core.instrument(id) == nullptr) return Error{fault::unknown_instrument, id};
    if (const auto person = find_person(core, visit.person); !person) return person.error();
    PlannedVisit planned = visit;
    planned.id = sealed::random_id();
    const Status done = act(core, {"visit_planned", sealed::hex(planned.id), {}, {}, {}, {}},
                            [&] { return insert_visit(core, planned); });
    if (!done) return done.error();
    return planned.id;
}

Result<std::vector<PlannedVisit>> Vault::visits_due(std::int32_t day)
{
    std::vector<PlannedVisit> out;
    if (const Status found = read_today(*state_, day, all, out); !found) return found.error();
    if (const Status found = read_overdue(*state_, day, all, out); !found) return found.error();
    return out;
}

Result<DueList> Vault::due_list(std::int32_t day, int most)
{
    Core& core = *state_;
    DueList list;
    if (const Status found = read_overdue(core, day, most, list.overdue); !found) return found.error();
    if (const Status found = read_today(core, day, most, list.today); !found) return found.error();
    const Status counted = core.database.each(
        "SELECT list, day, n FROM main.list_count WHERE (list = 'due' AND day <= ?1) OR list IN ('review', 'alert')",
        {day}, [&](const Row& row) {
            if (row.text(0) == "review")
                list.all_reviews += row.integer(2);
            else if (row.text(0) == "alert")
                list.all_alerts += row.integer(2);
            else
                (row.whole(1) == day ? list.all_today : list.all_overdue) += row.integer(2);
            return true;
        });
    if (!counted) return counted.error();
    return list;
}

Result<std::vector<PlannedVisit>> Vault::visits_of(const Id& person)
{
    Core& core = *state_;
    const auto records = records_of(core, person);
    if (!records) return records.error();
    std::vector<PlannedVisit> out;
    for (const sealed::Id& record : *records)
        if (const Status found = read(core, "WHERE person = ?1 ORDER BY day, minute, id", {record}, all, out); !found)
            return found.error();
    std::ranges::stable_sort(out, {}, [](const PlannedVisit& one) { return std::pair(one.day, one.minute); });
    return out;
}

} // namespace rapport::vault
