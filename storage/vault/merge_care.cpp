#include "storage/vault/merge_rules.h"

namespace rapport::vault {

namespace {

/// An episode that was opened while another was, in the other copy, ends the older one: that close has the newer one's
/// opening as its moment and no outcome, and is worked out anew at every merge. Only what somebody closed stays closed.
constexpr std::string_view closed_by_a_newer =
    "x.outcome = '' AND EXISTS (SELECT 1 FROM {s}.episode n WHERE n.person = x.person AND (n.opened_ms, n.id) > "
    "(x.opened_ms, x.id) AND n.opened_ms = x.closed_ms AND n.opened_by = x.closed_by)";

Status join_episodes(Merging& merging)
{
    const std::string by_somebody = "x.closed_day IS NOT NULL AND NOT (" + std::string(closed_by_a_newer) + ")";
    if (Status done = run_steps(merging, {"CREATE TEMP TABLE episode_picked AS SELECT * FROM a.episode WHERE FALSE",
                                          "CREATE INDEX temp.episode_picked_of ON episode_picked (person, opened_ms)"});
        !done)
        return done;
    const PickRule rule{"main", "episode", "id", {by_somebody, "x.closed_ms"}, not_erased, {}, "temp.episode_picked"};
    if (Status done = pick_rows(merging, rule); !done) return done;
    const std::string derived = for_side(closed_by_a_newer, "temp");
    std::string of_picked(derived);
    of_picked.replace(of_picked.find("temp.episode"), 12, "temp.episode_picked");
    if (Status done = run_steps(
            merging,
            {"CREATE TEMP TABLE episode_left (id BLOB PRIMARY KEY, again INTEGER) WITHOUT ROWID",
             // Open, or closed by a newer one; and it has a newer one.
             "INSERT INTO temp.episode_left SELECT x.id, x.closed_day IS NOT NULL FROM temp.episode_picked x WHERE "
             "(x.closed_day IS NULL OR (" +
                 of_picked +
                 ")) AND EXISTS (SELECT 1 FROM temp.episode_picked n WHERE n.person = x.person AND (n.opened_ms, n.id) "
                 "> (x.opened_ms, x.id))",
             "UPDATE temp.episode_picked AS x SET (closed_day, closed_ms, closed_by, outcome) = (SELECT "
             "max(n.opened_day, x.opened_day), n.opened_ms, n.opened_by, '' FROM temp.episode_picked n WHERE n.person "
             "= x.person AND (n.opened_ms, n.id) > (x.opened_ms, x.id) ORDER BY n.opened_ms, n.id LIMIT 1) WHERE id IN "
             "(SELECT id FROM temp.episode_left)",
             "INSERT INTO main.episode SELECT * FROM temp.episode_picked ORDER BY person, opened_day, id"});
        !done)
        return done;
    return merging.database().each(
        "SELECT DISTINCT p.pseudonym FROM temp.episode_left l JOIN main.episode e ON e.id = l.id JOIN main.person p ON "
        "p.id = e.person",
        {}, [&](const Row& row) {
            merging.note("episode_opened_in_both", row.text(0), {});
            return true;
        });
}

/// Whoever is set later takes over from the day they begin, as `set_therapist` does it in one vault.
Status join_dyads(Merging& merging)
{
    if (Status done = run_steps(merging, {"CREATE TEMP TABLE dyad_picked AS SELECT * FROM a.dyad WHERE FALSE",
                                          "CREATE INDEX temp.dyad_picked_of ON dyad_picked (person, from_day)"});
        !done)
        return done;
    const PickRule rule{
        "main", "dyad", "id", {"x.to_day IS NOT NULL", "-x.to_day"}, not_erased, {}, "temp.dyad_picked"};
    if (Status done = pick_rows(merging, rule); !done) return done;
    return run_steps(
        merging,
        {"UPDATE temp.dyad_picked AS x SET to_day = (SELECT min(n.from_day) FROM temp.dyad_picked n WHERE n.person = "
         "x.person AND (n.from_day, n.at_ms, n.id) > (x.from_day, x.at_ms, x.id)) WHERE EXISTS (SELECT 1 FROM "
         "temp.dyad_picked n WHERE n.person = x.person AND (n.from_day, n.at_ms, n.id) > (x.from_day, x.at_ms, x.id) "
         "AND n.from_day < coalesce(x.to_day, 10000000))",
         "INSERT INTO main.dyad SELECT * FROM temp.dyad_picked ORDER BY person, from_day, id"});
}

/// What a person's own row repeats of these, where the two differ.
Status repeat_in_persons(Merging& merging)
{
    return run_steps(
        merging,
        {"CREATE TEMP TABLE person_unlike (person BLOB PRIMARY KEY) WITHOUT ROWID",
         "INSERT INTO temp.person_unlike SELECT x.id FROM a.person x JOIN b.person y ON y.id = x.id JOIN main.person m "
         "ON m.id = x.id WHERE (x.therapist, x.episode_start_day) IS NOT (y.therapist, y.episode_start_day) UNION "
         "SELECT e.person FROM temp.episode_left l JOIN main.episode e ON e.id = l.id",
         "INSERT OR IGNORE INTO temp.person_unlike SELECT d.person FROM main.dyad d JOIN a.person pa ON pa.id = "
         "d.person "
         "JOIN b.person pb ON pb.id = d.person LEFT JOIN a.dyad x ON x.id = d.id LEFT JOIN b.dyad y ON y.id = d.id "
         "WHERE "
         "x.id IS NULL OR y.id IS NULL OR x.to_day IS NOT d.to_day OR y.to_day IS NOT d.to_day",
         "UPDATE main.person SET therapist = coalesce((SELECT d.therapist FROM main.dyad d WHERE d.person = person.id "
         "AND (d.to_day IS NULL OR person.id IN (SELECT person FROM main.person_link)) ORDER BY d.to_day IS NULL DESC, "
         "d.from_day DESC, d.at_ms DESC, d.id DESC LIMIT 1), '') WHERE id IN (SELECT person FROM temp.person_unlike)",
         "UPDATE main.person SET episode_start_day = (SELECT e.opened_day FROM main.episode e WHERE e.person = "
         "person.id ORDER BY e.opened_ms DESC, e.id DESC LIMIT 1) WHERE id IN (SELECT person FROM temp.person_unlike) "
         "AND EXISTS (SELECT 1 FROM main.episode e WHERE e.person = person.id)"});
}

Status tell_therapists(Merging& merging)
{
    return merging.database().each(
        "SELECT DISTINCT p.pseudonym FROM main.dyad d JOIN main.dyad e ON e.person = d.person AND e.id <> d.id JOIN "
        "main.person p ON p.id = d.person WHERE d.id NOT IN (SELECT id FROM b.dyad) AND e.id NOT IN (SELECT id FROM "
        "a.dyad)",
        {}, [&](const Row& row) {
            merging.note("therapist_set_in_both", row.text(0), {});
            return true;
        });
}

} // namespace

Status merge_care(Merging& merging)
{
    if (Status done = join_episodes(merging); !done) return done;
    if (Status done = join_dyads(merging); !done) return done;
    if (Status done = repeat_in_persons(merging); !done) return done;
    if (Status done = tell_therapists(merging); !done) return done;
    return join_list(merging, {"main", "consent", "person, purpose", not_erased});
}

} // namespace rapport::vault
