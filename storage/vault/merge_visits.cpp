#include <algorithm>
#include <map>

#include "storage/vault/merge_rules.h"

namespace rapport::vault {

namespace {

/// A battery or a schedule, as far as its name and its successors go.
struct Named {
    sealed::Id id{};
    std::string name;
    sealed::Id supersedes{};
    std::int64_t at_ms = 0;
    bool retired = false;
    [[nodiscard]] bool newer_than(const Named& other) const
    {
        return std::pair(at_ms, id) > std::pair(other.at_ms, other.id);
    }
};

/// What parts and plans go on with in place of what was replaced, or lost its name to a newer one.
struct Successors {
    std::map<sealed::Id, sealed::Id> of;
    std::vector<Named> lost_name;
};

Successors successors(const std::vector<Named>& all)
{
    const auto leaf = [&](const Named& one) { return std::ranges::count(all, one.id, &Named::supersedes) == 0; };
    const auto newest = [&](const auto& fits) {
        const Named* found = nullptr;
        for (const Named& one : all)
            if (fits(one) && (found == nullptr || one.newer_than(*found))) found = &one;
        return found;
    };
    Successors out;
    std::map<sealed::Id, sealed::Id> next;
    for (const Named& one : all) {
        const Named* const after = newest([&](const Named& other) { return other.supersedes == one.id; });
        const Named* const namesake =
            newest([&](const Named& other) { return other.name == one.name && other.newer_than(one) && leaf(other); });
        if (!one.retired && namesake != nullptr) out.lost_name.push_back(one);
        if (after != nullptr)
            next[one.id] = after->id;
        else if (!one.retired && namesake != nullptr)
            next[one.id] = namesake->id;
    }
    for (const auto& [id, first] : next) {
        sealed::Id last = first;
        for (std::size_t steps = 0; steps < all.size() && next.contains(last); ++steps)
            last = next.at(last);
        out.of[id] = last;
    }
    return out;
}

/// Names are for one of those in use: of two made in the two copies the older is retired.
Result<Successors> join_named(Merging& merging, const std::string& table)
{
    const std::string picked = "temp." + table + "_picked";
    if (const Status made = merging.database().run("CREATE TEMP TABLE " + table + "_picked AS SELECT * FROM a." +
                                                   table + " WHERE FALSE");
        !made)
        return made.error();
    if (const Status done = pick_rows(merging, {"main", table, "id", {"x.retired"}, "TRUE", {}, picked}); !done)
        return done.error();
    std::vector<Named> all;
    const Status read = merging.database().each(
        "SELECT id, name, supersedes, at_ms, retired FROM " + picked + " ORDER BY id", {}, [&](const Row& row) {
            all.push_back({row.id(0), row.text(1), row.id(2), row.integer(3), row.truth(4)});
            return true;
        });
    if (!read) return read.error();
    Successors out = successors(all);
    for (const Named& one : out.lost_name) {
        if (const Status done = merging.database().run("UPDATE " + picked + " SET retired = 1 WHERE id = ?", {one.id});
            !done)
            return done.error();
        merging.note(table + "_changed_in_both", {}, one.name);
    }
    if (const Status done =
            merging.database().run("INSERT INTO main." + table + " SELECT * FROM " + picked + " ORDER BY id");
        !done)
        return done.error();
    return out;
}

Status follow(Merging& merging, const Successors& next, std::string_view update)
{
    for (const auto& [from, to] : next.of)
        if (Status done = merging.database().run(update, {from, to}); !done) return done;
    return {};
}

Status join_plans(Merging& merging)
{
    const auto batteries = join_named(merging, "battery");
    if (!batteries) return batteries.error();
    const auto schedules = join_named(merging, "schedule");
    if (!schedules) return schedules.error();
    constexpr std::string_view since = "(SELECT o.at_ms FROM {s}.battery o WHERE o.id = x.battery)";
    if (Status done = pick_rows(merging, {"main", "schedule_part", "schedule, place", {since, "x.battery"}}); !done)
        return done;
    if (Status done = follow(merging, *batteries, "UPDATE main.schedule_part SET battery = ?2 WHERE battery = ?1");
        !done)
        return done;
    if (Status done = pick_rows(merging, {"main", "plan", "id", {"x.next_visit", "x.next_day"}, not_erased}); !done)
        return done;
    const std::string days =
        for_both("SELECT ended_day FROM {s}.plan WHERE id = plan_.id AND ended_day IS NOT NULL", " UNION ALL ");
    const std::string known = for_both("SELECT x.schedule, s.at_ms FROM {s}.plan x JOIN {s}.schedule s ON s.id = "
                                       "x.schedule WHERE x.id = plan_.id",
                                       " UNION ALL ");
    const std::string unlike =
        "(SELECT x.id FROM a.plan x JOIN b.plan y ON y.id = x.id WHERE (x.schedule, x.ended_day) "
        "IS NOT (y.schedule, y.ended_day))";
    if (Status done = run_steps(merging, {"UPDATE main.plan AS plan_ SET ended_day = (SELECT min(ended_day) FROM (" +
                                          days + ")), schedule = (SELECT schedule FROM (" + known +
                                          ") ORDER BY at_ms DESC, schedule DESC LIMIT 1) WHERE id IN " + unlike});
        !done)
        return done;
    return follow(merging, *schedules, "UPDATE main.plan SET schedule = ?2 WHERE schedule = ?1 AND ended_day IS NULL");
}

constexpr std::string_view how_far =
    "CASE x.state WHEN 'finished' THEN 3 WHEN 'stopped' THEN 2 WHEN 'handed_over' THEN 1 ELSE 0 END";

/// Both copies carried a plan on, each with ids of its own: one visit of a plan is one visit. The smaller id stands.
Status find_same_visits(Merging& merging)
{
    return run_steps(
        merging,
        {"CREATE TEMP TABLE same_visit (old BLOB PRIMARY KEY, new BLOB UNIQUE) WITHOUT ROWID",
         "INSERT INTO temp.same_visit SELECT max(x.id, y.id), min(x.id, y.id) FROM a.planned_visit x JOIN "
         "b.planned_visit y ON y.person = x.person AND y.plan = x.plan AND y.session_number = x.session_number AND "
         "y.respondent = x.respondent WHERE x.id <> y.id AND x.person NOT IN (SELECT person FROM main.erasure)"});
}

Status insert_same_visits(Merging& merging)
{
    const auto columns = columns_of(merging.database(), "main", "planned_visit");
    if (!columns) return columns.error();
    std::vector<std::string> rest = *columns;
    std::erase(rest, "id");
    std::string order =
        std::string(how_far) + " DESC, x.finished_ms DESC, x.session DESC, x.answered DESC, x.asked DESC";
    for (const std::string& name : rest)
        if (name != "ended" && name != "who" && name != "therapist") order += ", x." + name + " DESC";
    const std::string both =
        for_both("SELECT m.new AS one, x.* FROM temp.same_visit m JOIN {s}.planned_visit x ON x.id IN (m.old, m.new)",
                 " UNION ALL ");
    return merging.database().run("INSERT INTO main.planned_visit (id, " + comma_list(rest) + ") SELECT one, " +
                                  comma_list(rest) +
                                  " FROM (SELECT x.*, row_number() OVER (PARTITION BY one ORDER BY " + order +
                                  ") AS nth_of_key FROM (" + both + ") x) WHERE nth_of_key = 1");
}

Status join_visits(Merging& merging)
{
    if (Status done = find_same_visits(merging); !done) return done;
    const std::string filter = std::string(not_erased) + " AND x.id NOT IN (SELECT old FROM temp.same_visit) AND x.id "
                                                         "NOT IN (SELECT new FROM temp.same_visit)";
    const PickRule rule{"main", "planned_visit",
                        "id",   {how_far, "x.finished_ms", "x.session", "x.answered", "x.asked"},
                        filter, {"who", "therapist"}};
    if (Status done = pick_rows(merging, rule); !done) return done;
    if (Status done = insert_same_visits(merging); !done) return done;
    return run_steps(
        merging,
        {// How a visit ended: held is not called off, called off is not missed, and only what never began is missed.
         "CREATE TEMP TABLE visit_ended (id BLOB PRIMARY KEY, off INTEGER, missed INTEGER) WITHOUT ROWID",
         "INSERT INTO temp.visit_ended SELECT x.id, x.ended = 'cancelled' OR y.ended = 'cancelled', x.ended = 'missed' "
         "OR y.ended = 'missed' FROM a.planned_visit x JOIN b.planned_visit y ON y.id = x.id WHERE (x.state, x.ended) "
         "IS NOT (y.state, y.ended)",
         "INSERT INTO temp.visit_ended SELECT m.new, x.ended = 'cancelled' OR y.ended = 'cancelled', x.ended = "
         "'missed' OR y.ended = 'missed' FROM temp.same_visit m JOIN a.planned_visit x ON x.id IN (m.old, m.new) JOIN "
         "b.planned_visit y ON y.id IN (m.old, m.new)",
         "UPDATE main.planned_visit AS v SET ended = (SELECT CASE WHEN v.state = 'finished' THEN '' WHEN e.off THEN "
         "'cancelled' WHEN v.state = 'planned' AND e.missed THEN 'missed' ELSE '' END FROM temp.visit_ended e WHERE "
         "e.id = v.id) WHERE id IN (SELECT id FROM temp.visit_ended)",
         // As `end_plan` leaves those that were still ahead, whichever copy had planned them.
         "UPDATE main.planned_visit AS v SET ended = 'cancelled' WHERE state = 'planned' AND ended <> 'cancelled' AND "
         "closes_day >= (SELECT p.ended_day FROM main.plan p WHERE p.id = v.plan)"});
}

Status join_sessions(Merging& merging)
{
    const PickRule rule{"main",     "session", "id", {how_far, "x.answered", "x.asked", "x.expires_ms"},
                        not_erased, {"key"}};
    if (Status done = pick_rows(merging, rule); !done) return done;
    if (Status done = merging.database().run(
            "UPDATE main.session SET planned_visit = (SELECT new FROM temp.same_visit WHERE old = planned_visit) WHERE "
            "planned_visit IN (SELECT old FROM temp.same_visit)");
        !done)
        return done;
    return merging.database().each(
        "SELECT DISTINCT p.pseudonym, s.visit FROM main.session s JOIN main.session t ON t.planned_visit = "
        "s.planned_visit AND t.id > s.id JOIN main.person p ON p.id = s.person WHERE s.state = 'finished' AND t.state "
        "= "
        "'finished' AND (s.id IN (SELECT id FROM a.session) <> (t.id IN (SELECT id FROM a.session)) OR s.id IN (SELECT "
        "id FROM b.session) <> (t.id IN (SELECT id FROM b.session)))",
        {}, [&](const Row& row) {
            merging.note("visit_held_in_both", row.text(0), row.text(1));
            return true;
        });
}

/// Tickets of another salt open with no code any more: they are taken back, and their sessions stay as they are.
Status join_tickets(Merging& merging)
{
    constexpr std::string_view salt = "(SELECT value FROM {s}.setting WHERE name = 'ticket_salt')";
    const PickRule rule{"main", "ticket", "session", {"x.revoked_ms <> 0", "-x.revoked_ms"}, not_erased};
    if (Status done = pick_rows(merging, rule); !done) return done;
    const std::string first = for_side(salt, "a");
    const std::string second = for_side(salt, "b");
    for (const std::string_view side : merge_sides) {
        const std::string lost =
            for_side("SELECT t.session FROM {s}.ticket t WHERE " + std::string(salt) + " > ", side) +
            (side == "a" ? second : first);
        const Status told = merging.database().each(
            "SELECT p.pseudonym, s.visit FROM main.ticket t JOIN main.session s ON s.id = t.session JOIN main.person p "
            "ON p.id = t.person WHERE t.revoked_ms = 0 AND s.state = 'handed_over' AND t.session IN (" +
                lost + ")",
            {}, [&](const Row& row) {
                merging.note("ticket_taken_back", row.text(0), row.text(1));
                return true;
            });
        if (!told) return told;
        if (Status done = merging.database().run(
                "UPDATE main.ticket SET revoked_ms = made_ms WHERE revoked_ms = 0 AND session IN (" + lost + ")");
            !done)
            return done;
    }
    return {};
}

} // namespace

Status merge_visits(Merging& merging)
{
    if (Status done = join_plans(merging); !done) return done;
    if (Status done = join_visits(merging); !done) return done;
    if (Status done = join_sessions(merging); !done) return done;
    if (Status done = join_tickets(merging); !done) return done;
    return merging.database().each(
        "SELECT DISTINCT p.pseudonym, s.name FROM main.plan x JOIN main.plan y ON y.person = x.person AND y.schedule = "
        "x.schedule JOIN main.person p ON p.id = x.person JOIN main.schedule s ON s.id = x.schedule WHERE x.ended_day "
        "IS "
        "NULL AND y.ended_day IS NULL AND x.id NOT IN (SELECT id FROM b.plan) AND y.id NOT IN (SELECT id FROM a.plan)",
        {}, [&](const Row& row) {
            merging.note("plan_begun_in_both", row.text(0), row.text(1));
            return true;
        });
}

} // namespace rapport::vault
