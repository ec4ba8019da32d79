#include "storage/vault/schema.h"

#include <array>

#include "storage/vault/faults.h"
#include "storage/vault/tally.h"

namespace rapport::vault {

namespace {

// Ids are random; a table clustered by person keeps one person's rows on neighbouring pages at any size of vault.
constexpr std::string_view step_1 = R"sql(
CREATE TABLE main.setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE main.person (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    pseudonym TEXT NOT NULL UNIQUE,
    year_of_birth INTEGER NOT NULL,
    sex TEXT NOT NULL,
    site TEXT NOT NULL,
    arm TEXT NOT NULL,
    therapist TEXT NOT NULL,
    episode_start_day INTEGER NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE main.definition (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    instrument TEXT NOT NULL,
    version TEXT NOT NULL,
    json BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE main.session (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    key BLOB NOT NULL CHECK (length(key) = 32),
    person BLOB NOT NULL REFERENCES person (id),
    planned_visit BLOB REFERENCES planned_visit (id),
    visit TEXT NOT NULL,
    session_number INTEGER NOT NULL,
    battery TEXT NOT NULL,
    definitions BLOB NOT NULL,
    language TEXT NOT NULL,
    label TEXT NOT NULL,
    auto_advance INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('handed_over', 'stopped', 'finished')),
    answered INTEGER NOT NULL DEFAULT 0,
    asked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE main.planned_visit (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    person BLOB NOT NULL REFERENCES person (id),
    visit TEXT NOT NULL,
    session_number INTEGER NOT NULL,
    day INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    battery TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'handed_over', 'stopped', 'finished')),
    session BLOB,
    answered INTEGER NOT NULL DEFAULT 0,
    asked INTEGER NOT NULL DEFAULT 0,
    finished_ms INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX main.planned_visit_of_person ON planned_visit (person, day);
CREATE INDEX main.planned_visit_by_day ON planned_visit (day);
CREATE INDEX main.planned_visit_open ON planned_visit (day) WHERE state <> 'finished';

CREATE TABLE main.administration (
    person BLOB NOT NULL REFERENCES person (id),
    finished_ms INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    session BLOB,
    part INTEGER NOT NULL,
    instrument TEXT NOT NULL,
    by_patient INTEGER NOT NULL,
    day INTEGER NOT NULL,
    definition BLOB NOT NULL REFERENCES definition (hash),
    answers BLOB NOT NULL CHECK (length(answers) <= 3500),
    mac BLOB NOT NULL CHECK (length(mac) = 16),
    PRIMARY KEY (person, finished_ms, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX main.administration_once ON administration (session, part) WHERE session IS NOT NULL;

CREATE TABLE main.score (
    person BLOB NOT NULL,
    administration BLOB NOT NULL REFERENCES administration (id),
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    value REAL,
    absent TEXT NOT NULL,
    answered INTEGER NOT NULL,
    items INTEGER NOT NULL,
    prorated INTEGER NOT NULL,
    lowest REAL NOT NULL,
    highest REAL NOT NULL,
    band TEXT NOT NULL,
    band_above TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 16),
    PRIMARY KEY (person, administration, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX main.score_of_administration ON score (administration);

CREATE TABLE main.person_row (
    person BLOB PRIMARY KEY REFERENCES person (id),
    last_instrument TEXT NOT NULL DEFAULT '',
    last_total REAL,
    previous_total REAL,
    first_total REAL,
    last_day INTEGER NOT NULL DEFAULT 0,
    previous_day INTEGER NOT NULL DEFAULT 0,
    first_day INTEGER NOT NULL DEFAULT 0,
    last_answered INTEGER NOT NULL DEFAULT 0,
    last_items INTEGER NOT NULL DEFAULT 0,
    administrations INTEGER NOT NULL DEFAULT 0,
    open_alerts INTEGER NOT NULL DEFAULT 0,
    to_review INTEGER NOT NULL DEFAULT 0,
    arrived_ms INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE main.alert (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    person BLOB REFERENCES person (id),
    source TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('critical_item', 'critical_unanswered', 'asked_for_someone', 'damaged_session')),
    instrument TEXT NOT NULL,
    flag TEXT NOT NULL,
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    previous_answer TEXT NOT NULL,
    previous_day INTEGER NOT NULL,
    context TEXT NOT NULL,
    raised_ms INTEGER NOT NULL,
    raised_day INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX main.alert_of_person ON alert (person);
CREATE INDEX main.alert_open ON alert (raised_ms) WHERE acknowledged = 0;

CREATE TABLE main.alert_note (
    alert BLOB NOT NULL REFERENCES alert (id),
    number INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (alert, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.audit (
    sequence INTEGER PRIMARY KEY,
    utc_ms INTEGER NOT NULL,
    utc_offset_minutes INTEGER NOT NULL,
    boot TEXT NOT NULL,
    boot_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    device TEXT NOT NULL,
    program TEXT NOT NULL,
    event TEXT NOT NULL,
    object TEXT NOT NULL,
    field TEXT NOT NULL,
    old_commitment BLOB NOT NULL,
    new_commitment BLOB NOT NULL,
    reason TEXT NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    stamp BLOB NOT NULL CHECK (length(stamp) = 16)
) STRICT;
CREATE INDEX main.audit_of_object ON audit (object, sequence);
CREATE TABLE main.audit_ratchet (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;
CREATE TRIGGER main.audit_keeps_lines BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER main.audit_keeps_all BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER main.note_keeps_words BEFORE UPDATE ON alert_note BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER main.note_keeps_all BEFORE DELETE ON alert_note BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE main.project_code (
    project TEXT NOT NULL,
    person BLOB NOT NULL REFERENCES person (id),
    code TEXT NOT NULL,
    PRIMARY KEY (project, person),
    UNIQUE (project, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.release_ledger (
    number INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    project TEXT NOT NULL,
    profile TEXT NOT NULL,
    people INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL
) STRICT;
CREATE TRIGGER main.ledger_keeps_lines BEFORE UPDATE ON release_ledger BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER main.ledger_keeps_all BEFORE DELETE ON release_ledger BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE main.installed_wording (
    instrument TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    combined BLOB NOT NULL,
    PRIMARY KEY (instrument, at_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity.setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE identity.identity (
    person BLOB PRIMARY KEY CHECK (length(person) = 16),
    name TEXT NOT NULL,
    date_of_birth TEXT NOT NULL,
    record_number TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// 2: what stands in every table is counted, and each audit line says what the count came to; a person can be withdrawn
// or erased; a salvaged vault keeps what could be read of the audit it had.
constexpr std::string_view step_2 = R"sql(
ALTER TABLE main.audit ADD COLUMN state BLOB NOT NULL DEFAULT x'';

CREATE TABLE main.tally (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    key BLOB NOT NULL CHECK (length(key) = 32),
    sum BLOB NOT NULL CHECK (length(sum) = 32),
    identity_sum BLOB NOT NULL CHECK (length(identity_sum) = 32)
) STRICT;
CREATE TABLE identity.tally (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sum BLOB NOT NULL CHECK (length(sum) = 32)
) STRICT;

CREATE TABLE main.withdrawal (
    person BLOB PRIMARY KEY REFERENCES person (id),
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE main.erasure (
    person BLOB PRIMARY KEY CHECK (length(person) = 16),
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT, WITHOUT ROWID;
DROP TRIGGER main.note_keeps_all;
CREATE TRIGGER main.note_keeps_all BEFORE DELETE ON alert_note
WHEN NOT EXISTS (SELECT 1 FROM erasure e JOIN alert a ON a.person = e.person WHERE a.id = OLD.alert)
BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE main.earlier_audit (
    salvaged_ms INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    utc_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    object TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (salvaged_ms, sequence)
) STRICT, WITHOUT ROWID;
)sql";

// 3: an answer put right is a new administration that takes the place of the one before.
constexpr std::string_view step_3 = R"sql(
ALTER TABLE main.administration ADD COLUMN supersedes BLOB CHECK (supersedes IS NULL OR length(supersedes) = 16);
)sql";

struct Step {
    std::string_view sql;
    Status (*then)(Connection& database); ///< what SQL alone cannot do
};

Status nothing(Connection&)
{
    return {};
}

constexpr std::array steps = {Step{step_1, nothing}, Step{step_2, begin_tally}, Step{step_3, nothing}};
static_assert(steps.size() == schema_version);

Result<std::int64_t> version_of(Connection& database, std::string_view file)
{
    return database.count("PRAGMA " + std::string(file) + ".user_version");
}

Status take_step(Connection& database, int number)
{
    auto transaction = Transaction::begin(database);
    if (!transaction) return transaction.error();
    const std::string version = "user_version = " + std::to_string(number + 1);
    const Step& step = steps.at(static_cast<std::size_t>(number));
    if (Status done = database.run_all(step.sql); !done) return done;
    if (Status done = step.then(database); !done) return done;
    if (Status done = database.run("PRAGMA main." + version); !done) return done;
    if (Status done = database.run("PRAGMA identity." + version); !done) return done;
    return transaction->commit();
}

} // namespace

Result<int> schema_of(Connection& database)
{
    const auto responses = version_of(database, "main");
    if (!responses) return responses.error();
    if (*responses > schema_version) return Error{fault::vault_newer, "schema"};
    if (database.has("identity")) {
        const auto identity = version_of(database, "identity");
        if (!identity) return identity.error();
        if (*identity > schema_version) return Error{fault::vault_newer, "schema"};
        if (*responses != *identity) return Error{fault::vault_damaged, "schema versions"};
    }
    return static_cast<int>(*responses);
}

Status migrate(Connection& database)
{
    const auto schema = schema_of(database);
    if (!schema) return schema.error();
    // A step changes both files, so it takes somebody who has both keys.
    if (*schema < schema_version && !database.has("identity")) return Error{fault::not_allowed, "schema"};
    for (int step = *schema; step < schema_version; ++step)
        if (Status done = take_step(database, step); !done) return done;
    return load_tally(database);
}

Result<std::optional<std::string>> read_setting(Connection& database, std::string_view name)
{
    return database.ask("SELECT value FROM main.setting WHERE name = ?", {name});
}

Status write_setting(Connection& database, std::string_view name, std::string_view value)
{
    return database.run("INSERT INTO main.setting (name, value) VALUES (?1, ?2) "
                        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        {name, value});
}

} // namespace rapport::vault
