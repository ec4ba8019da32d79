#include "storage/vault/salvage_fill.h"

#include <algorithm>

#include "instruments/reader.h"
#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/gone.h"
#include "storage/vault/kept_keys.h"
#include "storage/vault/rows.h"
#include "storage/vault/session_keys.h"
#include "storage/vault/take_in.h"

namespace rapport::vault {

namespace {

constexpr std::array<std::string_view, 35> copied = {
    "definition",  "person",        "planned_visit", "session",       "administration", "score",
    "alert",       "alert_note",    "person_row",    "project_code",  "release_ledger", "installed_wording",
    "withdrawal",  "erasure",       "earlier_audit", "setting",       "alert_left",     "session_acts",
    "ticket",      "person_before", "person_link",   "episode",       "dyad",           "consent",
    "battery",     "schedule",      "schedule_part", "plan",          "person_flag",    "closed_course",
    "device_seen", "release_token", "released_row",  "release_terms", "signature"};
// "list_count" is counted anew as the rows come in.

Status insert(Core& core, std::string_view file, std::string_view table, const DamagedFile::Rows& from)
{
    if (from.rows.empty()) return {};
    std::string columns;
    std::string places;
    for (const std::string& column : from.columns) {
        columns += (columns.empty() ? "" : ", ") + column;
        places += places.empty() ? "?" : ", ?";
    }
    const std::string sql = "INSERT OR IGNORE INTO " + std::string(file) + "." + std::string(table) + " (" + columns +
                            ") VALUES (" + places + ")";
    for (const KeptRow& row : from.rows) {
        std::vector<Value> values;
        for (const KeptValue& value : row)
            values.push_back(value.value());
        if (Status done = core.database.run_with(sql, values); !done) return done;
    }
    return {};
}

/// What stood before and is this vault's own business stays out.
void leave_out_owner(DamagedFile::Rows& settings)
{
    std::erase_if(settings.rows, [](const KeptRow& row) { return row.front().bytes == "vault"; });
}

Status run_all(Core& core, std::initializer_list<std::string_view> steps)
{
    for (const std::string_view step : steps)
        if (Status done = core.database.run(step); !done) return done;
    return {};
}

constexpr std::string_view everybody =
    "(SELECT person AS id FROM main.administration UNION SELECT person FROM main.session UNION SELECT person FROM "
    "main.planned_visit UNION SELECT person FROM main.project_code UNION SELECT person FROM main.withdrawal UNION "
    "SELECT person FROM identity.identity UNION SELECT person FROM main.episode UNION SELECT person FROM main.dyad "
    "UNION "
    "SELECT person FROM main.consent UNION SELECT person FROM main.plan UNION SELECT person FROM main.person_flag "
    "UNION "
    "SELECT person FROM main.person_link UNION SELECT into_person FROM main.person_link UNION SELECT person FROM "
    "main.person_before UNION SELECT person FROM main.signature UNION SELECT person FROM identity.entry UNION SELECT "
    "person FROM main.alert WHERE person IS NOT NULL)";

Result<std::vector<std::pair<sealed::Id, sealed::Id>>> pairs(Core& core, std::string_view sql)
{
    std::vector<std::pair<sealed::Id, sealed::Id>> out;
    const Status read = core.database.each(sql, {}, [&](const Row& row) {
        out.emplace_back(row.id(0), row.id(1));
        return true;
    });
    if (!read) return read.error();
    return out;
}

} // namespace

Status copy_rows(Core& core, Old& old, std::int64_t)
{
    for (const std::string_view table : copied) {
        DamagedFile::Rows rows = old.responses.read(table);
        if (table == "setting") leave_out_owner(rows);
        if (Status done = insert(core, "main", table, rows); !done) return done;
    }
    DamagedFile::Rows settings = old.identity.read("setting");
    leave_out_owner(settings);
    if (Status done = insert(core, "identity", "setting", settings); !done) return done;
    for (const std::string_view table : {"identity", "identifier", "identity_before", "entry"})
        if (Status done = insert(core, "identity", table, old.identity.read(table)); !done) return done;
    // A vault of the second schema was opened by a program that covers them.
    if (!old.responses.read("tally").columns.empty())
        if (Status done = core.database.run("INSERT OR IGNORE INTO main.setting (name, value) VALUES (?, '1')",
                                            {session_keys_covered});
            !done)
            return done;
    return load_kept_keys(core);
}

Result<bool> copy_audit(Core& core, Old& old, std::int64_t now_ms)
{
    DamagedFile::Rows lines = old.responses.read("audit");
    const DamagedFile::Rows ratchet = old.responses.read("audit_ratchet");
    std::ranges::sort(lines.rows, {}, [](const KeptRow& row) { return row.front().integer; });
    if (lines.whole && ratchet.rows.size() == 1) {
        auto part = Transaction::begin(core.database);
        if (!part) return part.error();
        if (const Status done = insert(core, "main", "audit", lines); !done) return done.error();
        if (const Status done = insert(core, "main", "audit_ratchet", ratchet); !done) return done.error();
        // Its first line of the new vault, which names how the tables stand here.
        if (const Status noted = append_audit(core, {"salvage", "audit", {}, {}, {}, "whole"}); noted)
            if (check_chain(core, 1).ok()) {
                if (const Status kept = part->commit(); !kept) return kept.error();
                return true;
            }
    }
    if (const Status begun = begin_audit(core.database, sealed::Secret::random(crypto::key_size)); !begun)
        return begun.error();
    const auto column = [&](const KeptRow& row, std::string_view name) {
        const auto found = std::ranges::find(lines.columns, name);
        return row[static_cast<std::size_t>(found - lines.columns.begin())].value();
    };
    for (const KeptRow& row : lines.rows) {
        const Status kept = core.database.run(
            "INSERT OR IGNORE INTO main.earlier_audit (salvaged_ms, sequence, utc_ms, actor, event, object, field, "
            "reason, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {now_ms, column(row, "sequence"), column(row, "utc_ms"), column(row, "actor"), column(row, "event"),
             column(row, "object"), column(row, "field"), column(row, "reason"), column(row, "hash")});
        if (!kept) return kept.error();
    }
    if (const Status noted = append_audit(core, {"salvage", "audit", {}, {}, {}, "a new chain begins"}); !noted)
        return noted.error();
    return false;
}

Status mend_references(Core& core)
{
    const auto lacking = core.database.count(
        "SELECT count(*) FROM main.administration WHERE definition NOT IN (SELECT hash FROM main.definition)");
    if (!lacking) return lacking.error();
    if (*lacking != 0)
        for (const instruments::Definition& definition : instruments::library())
            if (const auto kept = keep_definition(core, definition); !kept) return kept.error();
    const std::string people = "INSERT INTO main.person (id, pseudonym, year_of_birth, sex, site, arm, therapist, "
                               "episode_start_day, created_ms) SELECT id, 'Salvaged ' || substr(hex(id), 1, 12), 0, "
                               "'', '', '', '', 0, 0 FROM " +
                               std::string(everybody) + " WHERE id NOT IN (SELECT id FROM main.person)";
    return run_all(core, {people, "INSERT OR IGNORE INTO main.person_row (person) SELECT id FROM main.person",
                          "DELETE FROM main.person_row WHERE person NOT IN (SELECT id FROM main.person)",
                          "UPDATE main.person_link SET root = into_person WHERE root NOT IN (SELECT id FROM "
                          "main.person)",
                          "DELETE FROM main.schedule_part WHERE schedule NOT IN (SELECT id FROM main.schedule) OR "
                          "battery NOT IN (SELECT id FROM main.battery)",
                          "DELETE FROM main.plan WHERE schedule NOT IN (SELECT id FROM main.schedule)",
                          "UPDATE main.session SET planned_visit = NULL WHERE planned_visit IS NOT NULL AND "
                          "planned_visit NOT IN (SELECT id FROM main.planned_visit)",
                          "UPDATE main.planned_visit SET session = NULL WHERE session IS NOT NULL AND session NOT IN "
                          "(SELECT id FROM main.session)",
                          "DELETE FROM main.score WHERE administration NOT IN (SELECT id FROM main.administration)"});
}

Result<std::int64_t> drop_forged(Core& core)
{
    const auto all = pairs(core, "SELECT person, id FROM main.administration ORDER BY person, finished_ms, id");
    if (!all) return all.error();
    std::int64_t dropped = 0;
    for (const auto& [person, id] : *all) {
        if (read_one(core, person, id).ok()) continue;
        for (const char* const sql : {"DELETE FROM main.score WHERE person = ? AND administration = ?",
                                      "DELETE FROM main.administration WHERE person = ? AND id = ?"})
            if (const Status gone = core.database.run(sql, {person, id}); !gone) return gone.error();
        ++dropped;
    }
    return dropped;
}

Status settle_audit(Core& core)
{
    const auto all = pairs(core, "SELECT person, id FROM main.administration ORDER BY person, finished_ms, id");
    if (!all) return all.error();
    for (const auto& [person, id] : *all) {
        const auto row = read_one(core, person, id);
        if (!row) return row.error();
        const sealed::Bytes mac(row->mac.begin(), row->mac.end());
        const auto said = core.database.count(
            "SELECT count(*) FROM main.audit WHERE event = ?1 AND object = ?2 AND new_commitment = ?3 AND sequence = "
            "(SELECT max(sequence) FROM main.audit WHERE event = ?1 AND object = ?2)",
            {event_administration, sealed::hex(id), Blob{mac}});
        if (!said) return said.error();
        if (*said != 0) continue;
        const Status noted = append_audit(
            core, {event_administration, sealed::hex(id), row->kept.administration.instrument, {}, mac, "salvaged"});
        if (!noted) return noted;
    }
    if (Status settled = settle_gone(core, "lost"); !settled) return settled;
    const auto people = pairs(core, "SELECT id, id FROM main.person");
    if (!people) return people.error();
    for (const auto& [person, same] : *people)
        if (Status done = refresh_person_row(core, person); !done) return done;
    return append_audit(core, {"salvage", "rows", {}, {}, {}, {}});
}

} // namespace rapport::vault
