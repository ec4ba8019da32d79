#include "storage/vault/visits.h"
#include "storage/vault/archive.h"
#include "storage/vault/audit.h"
#include "storage/vault/lists.h"
#include "storage/vault/people.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

constexpr std::string_view select =
    "SELECT v.id, v.person, p.pseudonym, p.therapist, v.visit, v.session_number, v.day, v.minute, v.battery, v.state, "
    "v.session, v.answered, v.asked, v.finished_ms FROM main.planned_visit v JOIN main.person p ON p.id = v.person ";

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
    return visit;
}

Result<std::vector<PlannedVisit>> read(Core& core, std::string_view rest, Connection::Values values)
{
    std::vector<PlannedVisit> visits;
    const Status found = core.database.each(std::string(select) + std::string(rest), values, [&](const Row& row) {
        visits.push_back(visit_of(row));
        return true;
    });
    if (!found) return found.error();
    return visits;
}

} // namespace

Status insert_visit(Core& core, const PlannedVisit& visit)
{
    return core.database.run(
        "INSERT INTO main.planned_visit (id, person, visit, session_number, day, minute, battery, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 'planned')",
        {visit.id, visit.person, visit.visit, visit.session_number, visit.day, visit.minute,
         join_lines(visit.battery)});
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
    return read(*state_,
                "WHERE v.day = ?1 OR (v.day < ?1 AND v.state <> 'finished') "
                "ORDER BY v.day = ?1 DESC, v.day, v.minute < 0, v.minute, p.pseudonym",
                {day});
}

Result<std::vector<PlannedVisit>> Vault::visits_of(const Id& person)
{
    return read(*state_, "WHERE v.person = ? ORDER BY v.day, v.minute, v.id", {person});
}

} // namespace rapport::vault
