#include <algorithm>

#include "storage/vault/audit.h"
#include "storage/vault/links.h"
#include "storage/vault/people.h"
#include "storage/vault/rights.h"
#include "storage/vault/take_in.h"

namespace rapport::vault {

namespace {

constexpr std::size_t most_text = 400;

Dyad dyad_of(const Row& row)
{
    Dyad dyad;
    dyad.id = row.id(0);
    dyad.therapist = row.text(1);
    dyad.from_day = row.whole(2);
    if (!row.is_null(3)) dyad.to_day = row.whole(3);
    dyad.sessions_before = row.whole(4);
    return dyad;
}

Result<std::vector<Dyad>> read(Core& core, const sealed::Id& person)
{
    const auto records = records_of(core, person);
    if (!records) return records.error();
    std::vector<Dyad> out;
    for (const sealed::Id& record : *records) {
        const Status found = core.database.each(
            "SELECT id, therapist, from_day, to_day, sessions_before FROM main.dyad WHERE person = ? "
            "ORDER BY from_day, id",
            {record}, [&](const Row& row) {
                out.push_back(dyad_of(row));
                return true;
            });
        if (!found) return found.error();
    }
    std::ranges::stable_sort(out, {}, &Dyad::from_day);
    return out;
}

/// Sessions the person has had by then, whoever held them.
Result<std::int64_t> sessions_so_far(Core& core, const sealed::Id& person)
{
    return core.database.count(
        "SELECT coalesce(max(session_number), 0) FROM main.planned_visit WHERE person = ? AND state = 'finished'",
        {person});
}

} // namespace

Result<std::vector<Dyad>> Vault::dyads(const Id& person)
{
    return read(*state_, person);
}

Status Vault::set_therapist(const Id& person, std::string_view therapist, std::int32_t day)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "set_therapist"); !may) return may;
    if (therapist.size() > most_text) return Error{fault::too_long, "therapist"};
    const auto root = root_of(core, person);
    if (!root) return root.error();
    const auto known = find_person(core, *root);
    if (!known) return known.error();
    if (known->therapist == therapist) return fault::no_change;
    const auto before = read(core, *root);
    if (!before) return before.error();
    for (const Dyad& dyad : *before)
        if (day < dyad.from_day || (dyad.to_day && day < *dyad.to_day)) return fault::bad_day;
    const auto sessions = sessions_so_far(core, *root);
    if (!sessions) return sessions.error();
    return act(core, {"therapist_set", sealed::hex(*root), std::string(therapist), {}, {}, known->therapist},
               [&]() -> Status {
                   const Status ended = core.database.run(
                       "UPDATE main.dyad SET to_day = ?2 WHERE to_day IS NULL AND (person = ?1 OR person IN (SELECT "
                       "person FROM main.person_link WHERE root = ?1))",
                       {*root, day});
                   if (!ended) return ended;
                   if (!therapist.empty()) {
                       const Status kept = core.database.run(
                           "INSERT INTO main.dyad (person, from_day, id, therapist, sessions_before, at_ms, actor) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?)",
                           {*root, day, sealed::random_id(), therapist, *sessions, core.clock(), core.user});
                       if (!kept) return kept;
                   }
                   if (Status kept =
                           core.database.run("UPDATE main.person SET therapist = ?2 WHERE id = ?1", {*root, therapist});
                       !kept)
                       return kept;
                   return refresh_person_row(core, *root);
               });
}

} // namespace rapport::vault
