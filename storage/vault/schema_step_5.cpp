#include "storage/vault/schema_steps.h"

namespace rapport::vault {

// 5: what left: who fed each released number, for whom and what for. A person stands in it as a token; when the person
// is erased the token goes from release_token and what it stood for cannot be told any more, but earlier numbers are
// still held against later ones. No table of these refers to another by foreign key, as in step 4.
const std::string_view schema_step_5 = R"sql(
CREATE TABLE main.release_token (
    person BLOB PRIMARY KEY CHECK (length(person) = 16),
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.released_row (
    release INTEGER NOT NULL,
    place INTEGER NOT NULL,
    quantity TEXT NOT NULL,
    tokens BLOB NOT NULL CHECK (length(tokens) % 16 = 0),
    PRIMARY KEY (release, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER main.released_row_keeps_lines BEFORE UPDATE ON released_row BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER main.released_row_keeps_all BEFORE DELETE ON released_row BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE main.release_terms (
    release INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    purpose TEXT NOT NULL,
    k INTEGER NOT NULL,
    threshold INTEGER NOT NULL
) STRICT;
CREATE TRIGGER main.release_terms_keeps_lines BEFORE UPDATE ON release_terms BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER main.release_terms_keeps_all BEFORE DELETE ON release_terms BEGIN SELECT RAISE(ABORT, 'append only'); END;
)sql";

} // namespace rapport::vault
