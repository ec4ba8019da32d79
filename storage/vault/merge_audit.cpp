#include <algorithm>
#include <set>

#include "storage/vault/audit.h"
#include "storage/vault/gone.h"
#include "storage/vault/merge_rules.h"
#include "storage/vault/on_track.h"
#include "storage/vault/take_in.h"

namespace rapport::vault {

namespace {

/// A line that stands at its place in the chain that goes on, or among the earlier ones already.
constexpr std::string_view known =
    "EXISTS (SELECT 1 FROM main.audit m WHERE m.sequence = x.sequence AND m.hash = x.hash) OR EXISTS (SELECT 1 FROM "
    "temp.audit_part g JOIN main.earlier_audit e ON e.salvaged_ms = g.part AND e.sequence = x.sequence WHERE e.hash = "
    "x.hash)";

Status remember_parts(Merging& merging)
{
    return merging.database().run(
        "INSERT OR IGNORE INTO temp.audit_part SELECT DISTINCT salvaged_ms FROM main.earlier_audit");
}

/// A number no part of either audit has: that of now, or the next.
Result<std::int64_t> free_part(Merging& merging)
{
    const auto last = merging.database().count(
        "SELECT max(last) FROM (SELECT coalesce(max(salvaged_ms), 0) AS last FROM main.earlier_audit UNION ALL SELECT "
        "coalesce(max(salvaged_ms), 0) FROM a.earlier_audit UNION ALL SELECT coalesce(max(salvaged_ms), 0) FROM "
        "b.earlier_audit)");
    if (!last) return last;
    return std::max(merging.core.clock(), *last + 1);
}

Status add_part(Merging& merging, std::string_view from, std::int64_t part)
{
    const Status added = merging.database().run(
        "INSERT INTO main.earlier_audit (salvaged_ms, sequence, utc_ms, actor, event, object, field, reason, hash) "
        "SELECT ?1, x.sequence, x.utc_ms, x.actor, x.event, x.object, x.field, x.reason, x.hash FROM " +
            std::string(from) + " x WHERE NOT (" + std::string(known) + ")",
        {part});
    return added ? remember_parts(merging) : added;
}

Result<std::vector<sealed::Id>> ids(Merging& merging, std::string_view sql)
{
    std::vector<sealed::Id> out;
    const Status read = merging.database().each(sql, {}, [&](const Row& row) {
        out.push_back(row.id(0));
        return true;
    });
    if (!read) return read.error();
    return out;
}

/// A line for every administration that the chain does not know, or knows with another MAC.
Status note_administrations(Merging& merging)
{
    struct Unsaid {
        sealed::Id id{};
        std::string instrument;
        sealed::Bytes mac;
    };
    std::vector<Unsaid> unsaid;
    const Status read = merging.database().each(
        "SELECT r.id, r.instrument, r.mac FROM main.administration r WHERE r.mac IS NOT (SELECT u.new_commitment FROM "
        "main.audit u WHERE u.object = lower(hex(r.id)) AND u.event = ?1 ORDER BY u.sequence DESC LIMIT 1) ORDER BY "
        "r.id",
        {event_administration}, [&](const Row& row) {
            unsaid.push_back({row.id(0), row.text(1), row.blob(2)});
            return true;
        });
    if (!read) return read;
    for (Unsaid& one : unsaid)
        if (Status noted = append_audit(
                merging.core,
                {event_administration, sealed::hex(one.id), one.instrument, {}, std::move(one.mac), "merged"});
            !noted)
            return noted;
    return {};
}

} // namespace

Status merge_audit(Merging& merging)
{
    const std::string base(merging.base);
    const std::string other(merging.other());
    if (Status done = run_steps(merging, {"INSERT INTO main.audit SELECT * FROM " + base + ".audit ORDER BY sequence",
                                          "INSERT INTO main.audit_ratchet SELECT * FROM " + base + ".audit_ratchet",
                                          "INSERT INTO main.earlier_audit SELECT * FROM " + base + ".earlier_audit",
                                          "CREATE TEMP TABLE audit_part (part INTEGER PRIMARY KEY)"});
        !done)
        return done;
    if (Status done = remember_parts(merging); !done) return done;
    std::vector<std::int64_t> parts;
    const Status read = merging.database().each("SELECT DISTINCT salvaged_ms FROM " + other + ".earlier_audit", {},
                                                [&](const Row& row) {
                                                    parts.push_back(row.integer(0));
                                                    return true;
                                                });
    if (!read) return read;
    for (const std::int64_t part : parts) {
        const std::string from =
            "(SELECT * FROM " + other + ".earlier_audit WHERE salvaged_ms = " + std::to_string(part) + ")";
        const auto taken =
            merging.database().count("SELECT count(*) FROM main.earlier_audit WHERE salvaged_ms = ?", {part});
        if (!taken) return taken.error();
        const auto other_part = *taken == 0 ? Result<std::int64_t>(part) : free_part(merging);
        if (!other_part) return other_part.error();
        if (Status done = add_part(merging, from, *other_part); !done) return done;
    }
    const auto part = free_part(merging);
    if (!part) return part.error();
    return add_part(merging, other + ".audit", *part);
}

Status work_out_lists(Merging& merging)
{
    Core& core = merging.core;
    if (Status done = core.database.run("INSERT INTO main.person_row (person, to_review, arrived_ms) SELECT p.id, "
                                        "max(coalesce(x.to_review, 0), coalesce(y.to_review, 0)), "
                                        "max(coalesce(x.arrived_ms, 0), coalesce(y.arrived_ms, 0)) FROM main.person p "
                                        "LEFT JOIN a.person_row x ON x.person = p.id LEFT JOIN b.person_row y ON "
                                        "y.person = p.id ORDER BY p.id");
        !done)
        return done;
    const auto episodes = ids(merging, "SELECT id FROM main.episode WHERE closed_day IS NOT NULL ORDER BY id");
    if (!episodes) return episodes.error();
    const auto whose = ids(merging, "SELECT person FROM main.episode WHERE closed_day IS NOT NULL ORDER BY id");
    if (!whose) return whose.error();
    // Every course before the first is held against them.
    for (std::size_t at = 0; at < episodes->size(); ++at)
        if (Status learnt = learn_course(core, (*whose)[at], (*episodes)[at]); !learnt) return learnt;
    const auto people = ids(merging, "SELECT id FROM main.person ORDER BY id");
    if (!people) return people.error();
    for (const sealed::Id& person : *people)
        if (Status done = refresh_person_row(core, person); !done) return done;
    return run_steps(merging, {"DELETE FROM main.list_count",
                               "INSERT INTO main.list_count (list, day, n) SELECT 'due', day, count(*) FROM "
                               "main.planned_visit WHERE state <> 'finished' AND ended = '' GROUP BY day",
                               "INSERT INTO main.list_count (list, day, n) SELECT 'review', 0, count(*) FROM "
                               "main.person_row WHERE to_review = 1 AND merged_into IS NULL",
                               "INSERT INTO main.list_count (list, day, n) SELECT 'alert', 0, count(*) FROM "
                               "main.alert WHERE acknowledged = 0"});
}

Status note_merge(Merging& merging, const std::string& base_anchor, const std::string& other_anchor)
{
    Core& core = merging.core;
    if (Status noted = append_audit(core, {"vaults_merged", base_anchor, {}, {}, {}, "this audit goes on from here"});
        !noted)
        return noted;
    if (Status noted = append_audit(
            core, {"vaults_merged", other_anchor, {}, {}, {}, "the other vault: its lines stand among the earlier"});
        !noted)
        return noted;
    for (Merging::Settled& one : merging.settled)
        if (Status noted = append_audit(core, {"merge_settled", one.object, one.field, std::move(one.gave_way),
                                               std::move(one.stands), one.reason});
            !noted)
            return noted;
    if (Status noted = note_administrations(merging); !noted) return noted;
    return settle_gone(core, "merged");
}

} // namespace rapport::vault
