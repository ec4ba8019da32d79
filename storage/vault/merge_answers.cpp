#include "storage/vault/merge_rules.h"

namespace rapport::vault {

namespace {

/// A session is answered once. Where the copies have two sets of answers under one id, both would have to stand, and
/// signatures and corrections would not know which they are about.
Status join_administrations(Merging& merging)
{
    const Status unlike = merging.database().each(
        "SELECT p.pseudonym, x.instrument FROM a.administration x JOIN b.administration y ON y.id = x.id LEFT JOIN "
        "main.person p ON p.id = x.person WHERE (x.person, x.finished_ms, x.session, x.part, x.instrument, "
        "x.by_patient, x.day, x.definition, x.answers) IS NOT (y.person, y.finished_ms, y.session, y.part, "
        "y.instrument, y.by_patient, y.day, y.definition, y.answers) AND " +
            std::string(not_erased),
        {}, [&](const Row& row) {
            merging.clashes.push_back({"answered_twice", row.text(0), row.text(1)});
            return true;
        });
    if (!unlike || !merging.clashes.empty()) return unlike;
    // The place in a line of corrections is settled after this, and the MAC with it.
    if (Status done =
            pick_rows(merging, {"main", "administration", "id", {"x.supersedes"}, not_erased, {"mac", "supersedes"}});
        !done)
        return done;
    return join_rows(merging, {"main", "score", "person, administration, place", {}, not_erased});
}

/// Both copies took a session in, or raised an alert of it, each under an id of its own: what it is about is in
/// `source`. The first to be raised stands, seen to when it was seen to anywhere, with the notes of both.
Status join_alerts(Merging& merging)
{
    const std::string filter = "(x.person IS NULL OR " + std::string(not_erased) + ")";
    if (Status done = pick_rows(merging, {"main", "alert", "source", {"-x.raised_ms", "x.id"}, filter}); !done)
        return done;
    return run_steps(
        merging,
        {"CREATE TEMP TABLE same_alert (old BLOB PRIMARY KEY, new BLOB) WITHOUT ROWID",
         "INSERT OR IGNORE INTO temp.same_alert SELECT x.id, m.id FROM {s}.alert x JOIN main.alert m ON m.source = "
         "x.source WHERE x.id <> m.id",
         "UPDATE main.alert AS m SET acknowledged = 1 WHERE acknowledged = 0 AND EXISTS (SELECT 1 FROM {s}.alert x "
         "WHERE x.source = m.source AND x.acknowledged = 1)",
         "UPDATE main.alert AS m SET escalated_ms = (SELECT CASE WHEN m.escalated_ms = 0 THEN x.escalated_ms ELSE "
         "min(m.escalated_ms, x.escalated_ms) END FROM {s}.alert x WHERE x.source = m.source) WHERE EXISTS (SELECT 1 "
         "FROM {s}.alert x WHERE x.source = m.source AND x.escalated_ms <> 0 AND (m.escalated_ms = 0 OR "
         "x.escalated_ms < m.escalated_ms))"});
}

Status join_notes(Merging& merging)
{
    constexpr std::string_view alert = "coalesce((SELECT s.new FROM temp.same_alert s WHERE s.old = x.alert), x.alert)";
    const std::string filter = std::string(alert) + " IN (SELECT id FROM main.alert)";
    for (const std::string_view table : {"alert_note", "alert_left"})
        if (Status done = join_list(merging, {"main", table, "alert", filter, {}, alert}); !done) return done;
    return {};
}

} // namespace

Status merge_answers(Merging& merging)
{
    if (Status done = join_rows(merging, {"main", "definition", "hash"}); !done) return done;
    if (Status done = join_administrations(merging); !done || !merging.clashes.empty()) return done;
    if (Status done = join_rows(merging, {"main", "session_acts", "person, session, number", {}, not_erased}); !done)
        return done;
    if (Status done = join_rows(merging, {"main", "signature", "id", {}, not_erased}); !done) return done;
    if (Status done = join_alerts(merging); !done) return done;
    return join_notes(merging);
}

} // namespace rapport::vault
