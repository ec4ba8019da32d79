#include "storage/vault/schema_steps.h"

namespace rapport::vault {

// 4: answers to alerts, tickets. An alert knows which session it came from, when it happened, how
// grave it is, what the answer became, and when nobody had seen to it in time; why one was left open is kept; every act
// of a session outlives its sealed file; tickets of the waiting room. No table of these refers to another by foreign
// key: what is left of a damaged vault may have the one and not the other.
const std::string_view schema_step_4 = R"sql(
ALTER TABLE main.alert ADD COLUMN session BLOB CHECK (session IS NULL OR length(session) = 16);
ALTER TABLE main.alert ADD COLUMN happened_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE main.alert ADD COLUMN gravity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE main.alert ADD COLUMN changed_to TEXT NOT NULL DEFAULT '';
ALTER TABLE main.alert ADD COLUMN escalated_ms INTEGER NOT NULL DEFAULT 0;
UPDATE main.alert SET happened_ms = raised_ms, gravity = CASE kind WHEN 'critical_item' THEN 300
    WHEN 'asked_for_someone' THEN 200 WHEN 'critical_unanswered' THEN 100 ELSE 50 END;

CREATE TABLE main.alert_left (
    alert BLOB NOT NULL CHECK (length(alert) = 16),
    number INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (alert, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER main.left_keeps_words BEFORE UPDATE ON alert_left BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER main.left_keeps_all BEFORE DELETE ON alert_left
WHEN NOT EXISTS (SELECT 1 FROM erasure e JOIN alert a ON a.person = e.person WHERE a.id = OLD.alert)
BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE main.session_acts (
    person BLOB NOT NULL CHECK (length(person) = 16),
    session BLOB NOT NULL CHECK (length(session) = 16),
    number INTEGER NOT NULL,
    acts BLOB NOT NULL CHECK (length(acts) <= 3500),
    PRIMARY KEY (person, session, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.ticket (
    session BLOB PRIMARY KEY CHECK (length(session) = 16),
    person BLOB NOT NULL CHECK (length(person) = 16),
    tag BLOB NOT NULL CHECK (length(tag) = 16),
    box BLOB NOT NULL,
    made_ms INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    revoked_ms INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX main.ticket_by_time ON ticket (expires_ms);
)sql";

} // namespace rapport::vault
