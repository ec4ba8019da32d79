#pragma once

#include <string>

#include "storage/vault/vault.h"

namespace rapport::cli {

struct ForeignWishes {
    std::string file;
    std::string map;
    std::string format; ///< "redcap", "fhir", or empty: by the file's first character
    std::string people = "known";
    std::string first_day; ///< ISO 8601, or empty
    bool unfinished = false;
    bool keep_going = false;
    bool dry_run = false;
    bool as_json = false;
};

/// Reads a file of another system by a map and takes it into the vault. Gives the exit code.
[[nodiscard]] int import_foreign(vault::Vault& vault, const ForeignWishes& wishes);

} // namespace rapport::cli
