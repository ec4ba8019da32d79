#include "storage/vault/schema_steps.h"

namespace rapport::vault {

// 6: what clinicians keep. Several identifiers and what a person was called before; two records of one person linked;
// episodes of care, therapists, consent; batteries, schedules and the visits they plan; what the work list shows of a
// person. Lists are read from covering indexes, so that a screen of rows lies on a few neighbouring pages at any size
// of clinic.
const std::string_view schema_step_6 = R"sql(
CREATE TABLE identity.identifier (
    person BLOB NOT NULL CHECK (length(person) = 16),
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (person, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity.identifier_by_value ON identifier (folded, type, person);
CREATE INDEX identity.identity_by_birth ON identity (date_of_birth);
CREATE TABLE identity.identity_before (
    person BLOB NOT NULL CHECK (length(person) = 16),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    date_of_birth TEXT NOT NULL,
    record_number TEXT NOT NULL,
    identifiers TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.person_before (
    person BLOB NOT NULL REFERENCES person (id),
    number INTEGER NOT NULL,
    pseudonym TEXT NOT NULL,
    year_of_birth INTEGER NOT NULL,
    sex TEXT NOT NULL,
    site TEXT NOT NULL,
    arm TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;

-- `into` is what somebody said; `root` is where that leads, worked out.
CREATE TABLE main.person_link (
    person BLOB PRIMARY KEY REFERENCES person (id),
    into_person BLOB NOT NULL REFERENCES person (id) CHECK (into_person <> person),
    root BLOB NOT NULL REFERENCES person (id),
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX main.person_link_of_root ON person_link (root);

CREATE TABLE main.episode (
    person BLOB NOT NULL REFERENCES person (id),
    opened_day INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    closed_day INTEGER,
    outcome TEXT NOT NULL DEFAULT '',
    opened_ms INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    closed_ms INTEGER NOT NULL DEFAULT 0,
    closed_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (person, opened_day, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX main.episode_open ON episode (person) WHERE closed_day IS NULL;

CREATE TABLE main.dyad (
    person BLOB NOT NULL REFERENCES person (id),
    from_day INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    therapist TEXT NOT NULL,
    to_day INTEGER,
    sessions_before INTEGER NOT NULL DEFAULT 0,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (person, from_day, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX main.dyad_now ON dyad (person) WHERE to_day IS NULL;

CREATE TABLE main.consent (
    person BLOB NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'given', 'refused', 'withdrawn')),
    day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (person, purpose, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.battery (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    respondent TEXT NOT NULL CHECK (respondent IN ('patient', 'therapist')),
    instruments TEXT NOT NULL,
    layout TEXT NOT NULL CHECK (layout IN ('one', 'grid')),
    auto_advance INTEGER NOT NULL,
    supersedes BLOB,
    retired INTEGER NOT NULL DEFAULT 0,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX main.battery_by_name ON battery (name) WHERE retired = 0;

CREATE TABLE main.schedule (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    every_days INTEGER NOT NULL CHECK (every_days > 0),
    visits INTEGER NOT NULL,
    opens INTEGER NOT NULL,
    closes INTEGER NOT NULL,
    supersedes BLOB,
    retired INTEGER NOT NULL DEFAULT 0,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX main.schedule_by_name ON schedule (name) WHERE retired = 0;
CREATE TABLE main.schedule_part (
    schedule BLOB NOT NULL REFERENCES schedule (id),
    place INTEGER NOT NULL,
    battery BLOB NOT NULL REFERENCES battery (id),
    first_visit INTEGER NOT NULL CHECK (first_visit > 0),
    every_visits INTEGER NOT NULL CHECK (every_visits > 0),
    PRIMARY KEY (schedule, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.plan (
    person BLOB NOT NULL REFERENCES person (id),
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    schedule BLOB NOT NULL REFERENCES schedule (id),
    start_day INTEGER NOT NULL,
    next_visit INTEGER NOT NULL,
    next_day INTEGER NOT NULL,
    ended_day INTEGER,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX main.plan_next ON plan (next_day, person, id) WHERE ended_day IS NULL;

ALTER TABLE main.planned_visit ADD COLUMN plan BLOB;
ALTER TABLE main.planned_visit ADD COLUMN respondent TEXT NOT NULL DEFAULT 'patient';
ALTER TABLE main.planned_visit ADD COLUMN opens_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE main.planned_visit ADD COLUMN closes_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE main.planned_visit ADD COLUMN layout TEXT NOT NULL DEFAULT 'one';
ALTER TABLE main.planned_visit ADD COLUMN auto_advance INTEGER NOT NULL DEFAULT 1;
ALTER TABLE main.planned_visit ADD COLUMN ended TEXT NOT NULL DEFAULT '';
ALTER TABLE main.planned_visit ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE main.planned_visit ADD COLUMN therapist TEXT NOT NULL DEFAULT '';
DROP INDEX main.planned_visit_of_person;
DROP INDEX main.planned_visit_by_day;
DROP INDEX main.planned_visit_open;

ALTER TABLE main.person_row ADD COLUMN pseudonym TEXT NOT NULL DEFAULT '';
ALTER TABLE main.person_row ADD COLUMN year_of_birth INTEGER NOT NULL DEFAULT 0;
ALTER TABLE main.person_row ADD COLUMN sex TEXT NOT NULL DEFAULT '';
ALTER TABLE main.person_row ADD COLUMN site TEXT NOT NULL DEFAULT '';
ALTER TABLE main.person_row ADD COLUMN arm TEXT NOT NULL DEFAULT '';
ALTER TABLE main.person_row ADD COLUMN therapist TEXT NOT NULL DEFAULT '';
ALTER TABLE main.person_row ADD COLUMN episode_start_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE main.person_row ADD COLUMN in_care INTEGER NOT NULL DEFAULT 1;
ALTER TABLE main.person_row ADD COLUMN merged_into BLOB;
ALTER TABLE main.person_row ADD COLUMN flags TEXT NOT NULL DEFAULT '';
ALTER TABLE main.person_row ADD COLUMN course TEXT NOT NULL DEFAULT '';
UPDATE main.person_row SET (pseudonym, year_of_birth, sex, site, arm, therapist, episode_start_day) = (SELECT
    p.pseudonym, p.year_of_birth, p.sex, p.site, p.arm, p.therapist, p.episode_start_day FROM main.person p
    WHERE p.id = person_row.person);

CREATE TABLE main.list_count (
    list TEXT NOT NULL,
    day INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (list, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.person_flag (
    person BLOB NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    since_day INTEGER NOT NULL,
    words TEXT NOT NULL,
    figures TEXT NOT NULL,
    seen_day INTEGER NOT NULL DEFAULT 0,
    who TEXT NOT NULL DEFAULT '',
    therapist TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (person, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX main.person_flag_list ON person_flag (kind, since_day DESC, person, words, figures, seen_day, who,
    therapist);

CREATE TABLE main.closed_course (
    instrument TEXT NOT NULL,
    score TEXT NOT NULL,
    visit INTEGER NOT NULL,
    baseline REAL NOT NULL,
    episode BLOB NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (instrument, score, visit, baseline, episode)
) STRICT, WITHOUT ROWID;
CREATE INDEX main.closed_course_of_episode ON closed_course (episode);

CREATE TABLE main.device_seen (
    device TEXT NOT NULL,
    program TEXT NOT NULL,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    PRIMARY KEY (device, program)
) STRICT, WITHOUT ROWID;

INSERT INTO main.episode (person, opened_day, id, opened_ms, opened_by) SELECT id, episode_start_day,
    randomblob(16), created_ms, '' FROM main.person;
INSERT INTO main.dyad (person, from_day, id, therapist, at_ms, actor) SELECT id, episode_start_day, randomblob(16),
    therapist, created_ms, '' FROM main.person WHERE therapist <> '';
UPDATE main.planned_visit SET (who, therapist) = (SELECT p.pseudonym, p.therapist FROM main.person p
    WHERE p.id = planned_visit.person);
INSERT INTO main.list_count (list, day, n) SELECT 'due', day, count(*) FROM main.planned_visit
    WHERE state <> 'finished' AND ended = '' GROUP BY day;
INSERT INTO main.list_count (list, day, n) SELECT 'review', 0, count(*) FROM main.person_row WHERE to_review = 1;

-- Each list's index holds all that its screen draws.
CREATE INDEX main.planned_visit_of_person ON planned_visit (person, day, minute, id, visit, session_number, battery,
    state, session, answered, asked, finished_ms, plan, respondent, opens_day, closes_day, layout, auto_advance, ended,
    who, therapist);
CREATE INDEX main.planned_visit_open ON planned_visit (day, minute, id, person, visit, session_number, battery,
    state, session, answered, asked, finished_ms, plan, respondent, opens_day, closes_day, layout, auto_advance, ended,
    who, therapist) WHERE state <> 'finished' AND ended = '';
CREATE INDEX main.planned_visit_finished ON planned_visit (day, minute, id, person, visit, session_number, battery,
    state, session, answered, asked, finished_ms, plan, respondent, opens_day, closes_day, layout, auto_advance, ended,
    who, therapist) WHERE state = 'finished';
CREATE INDEX main.planned_visit_closing ON planned_visit (closes_day, person, id)
    WHERE state = 'planned' AND ended = '' AND closes_day > 0;
CREATE INDEX main.person_row_by_name ON person_row (pseudonym, person, year_of_birth, sex, site, arm, therapist,
    episode_start_day, last_instrument, last_total, previous_total, first_total, last_day, previous_day, first_day,
    administrations, open_alerts, to_review, arrived_ms, last_answered, last_items, in_care, flags, course,
    merged_into) WHERE merged_into IS NULL;
CREATE INDEX main.person_row_of_therapist ON person_row (therapist, pseudonym, person, year_of_birth, sex, site, arm,
    episode_start_day, last_instrument, last_total, previous_total, first_total, last_day, previous_day, first_day,
    administrations, open_alerts, to_review, arrived_ms, last_answered, last_items, in_care, flags, course,
    merged_into) WHERE merged_into IS NULL;
CREATE INDEX main.person_row_to_review ON person_row (arrived_ms, pseudonym, person, year_of_birth, sex, site, arm,
    therapist, episode_start_day, last_instrument, last_total, previous_total, first_total, last_day, previous_day,
    first_day, administrations, open_alerts, to_review, last_answered, last_items, in_care, flags, course,
    merged_into) WHERE to_review = 1 AND merged_into IS NULL;

CREATE TRIGGER main.count_visit_in AFTER INSERT ON planned_visit WHEN NEW.state <> 'finished' AND NEW.ended = ''
BEGIN INSERT INTO list_count (list, day, n) VALUES ('due', NEW.day, 1) ON CONFLICT (list, day) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER main.count_visit_out AFTER DELETE ON planned_visit WHEN OLD.state <> 'finished' AND OLD.ended = ''
BEGIN UPDATE list_count SET n = n - 1 WHERE list = 'due' AND day = OLD.day;
DELETE FROM list_count WHERE list = 'due' AND day = OLD.day AND n = 0; END;
CREATE TRIGGER main.count_visit_changed_out AFTER UPDATE OF state, ended, day ON planned_visit
WHEN OLD.state <> 'finished' AND OLD.ended = ''
BEGIN UPDATE list_count SET n = n - 1 WHERE list = 'due' AND day = OLD.day;
DELETE FROM list_count WHERE list = 'due' AND day = OLD.day AND n = 0; END;
CREATE TRIGGER main.count_visit_changed_in AFTER UPDATE OF state, ended, day ON planned_visit
WHEN NEW.state <> 'finished' AND NEW.ended = ''
BEGIN INSERT INTO list_count (list, day, n) VALUES ('due', NEW.day, 1) ON CONFLICT (list, day) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER main.count_review AFTER UPDATE OF to_review, merged_into ON person_row
WHEN (OLD.to_review = 1 AND OLD.merged_into IS NULL) <> (NEW.to_review = 1 AND NEW.merged_into IS NULL)
BEGIN INSERT INTO list_count (list, day, n) VALUES ('review', 0, NEW.to_review = 1 AND NEW.merged_into IS NULL)
ON CONFLICT (list, day) DO UPDATE SET n = n + CASE WHEN NEW.to_review = 1 AND NEW.merged_into IS NULL THEN 1 ELSE -1 END;
END;
CREATE TRIGGER main.count_review_in AFTER INSERT ON person_row WHEN NEW.to_review = 1 AND NEW.merged_into IS NULL
BEGIN INSERT INTO list_count (list, day, n) VALUES ('review', 0, 1) ON CONFLICT (list, day) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER main.count_review_out AFTER DELETE ON person_row WHEN OLD.to_review = 1 AND OLD.merged_into IS NULL
BEGIN UPDATE list_count SET n = n - 1 WHERE list = 'review' AND day = 0; END;
CREATE TRIGGER main.consent_keeps_rows BEFORE UPDATE ON consent BEGIN SELECT RAISE(ABORT, 'append only'); END;
)sql";

} // namespace rapport::vault
