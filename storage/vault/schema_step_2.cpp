#include "storage/vault/schema_steps.h"

namespace rapport::vault {

// 2: what stands in every table is counted, and each audit line says what the count came to; a person can be withdrawn
// or erased; a salvaged vault keeps what could be read of the audit it had.
const std::string_view schema_step_2 = R"sql(
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

} // namespace rapport::vault
