#include "storage/vault/schema_steps.h"

namespace rapport::vault {

// 7: what a person's page keeps: notes and events, which are words about somebody and stand in the file that a
// researcher's key does not open; signatures, each on what a session came to. All are only ever added to: a correction
// is a row that takes the place of another. The rows of somebody erased go by `erase` alone; the tally says if any
// other is gone.
const std::string_view schema_step_7 = R"sql(
CREATE TABLE identity.entry (
    person BLOB NOT NULL CHECK (length(person) = 16),
    at_ms INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('note', 'event')),
    day INTEGER NOT NULL,
    what TEXT NOT NULL,
    words TEXT NOT NULL,
    actor TEXT NOT NULL,
    supersedes BLOB UNIQUE CHECK (supersedes IS NULL OR length(supersedes) = 16),
    gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (person, at_ms, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER identity.entry_keeps_words BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE main.signature (
    person BLOB NOT NULL REFERENCES person (id),
    at_ms INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    occasion BLOB NOT NULL CHECK (length(occasion) = 16),
    record BLOB NOT NULL CHECK (length(record) = 32),
    meaning TEXT NOT NULL CHECK (meaning IN ('reviewed', 'approved', 'responsible')),
    actor TEXT NOT NULL,
    PRIMARY KEY (person, at_ms, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER main.signature_keeps BEFORE UPDATE ON signature BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER main.signature_keeps_all BEFORE DELETE ON signature
WHEN NOT EXISTS (SELECT 1 FROM erasure e WHERE e.person = OLD.person)
BEGIN SELECT RAISE(ABORT, 'append only'); END;
)sql";

} // namespace rapport::vault
