#include "storage/vault/schema_steps.h"

namespace rapport::vault {

// Ids are random; a table clustered by person keeps one person's rows on neighbouring pages at any size of vault.
const std::string_view schema_step_1 = R"sql(
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

} // namespace rapport::vault
