#pragma once

#include <string>

#include "storage/vault/vault.h"

namespace rapport::cli {

struct ImportWishes {
    std::string folder;    ///< of a release
    std::string format;    ///< "csv", "redcap", "fhir"; empty: csv
    std::string first_day; ///< ISO 8601, or empty
    bool keep_going = false;
    bool dry_run = false;
    bool as_json = false;
};

/// Reads a release's files of one format and takes them into the vault. Gives the exit code.
[[nodiscard]] int import_release(vault::Vault& vault, const ImportWishes& wishes);

} // namespace rapport::cli
