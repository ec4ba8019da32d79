#pragma once

#include <string>
#include <vector>

#include "app/cli/pool_report.h"
#include "storage/release/pool.h"

namespace rapport::cli {

struct PoolWishes {
    std::vector<std::string> folders;
    std::vector<std::string> names;       ///< SITE=DIR
    std::vector<std::string> ledger;      ///< SITE=SHA256
    std::vector<std::string> definitions; ///< files
    std::string out;
    std::string project;
    bool as_json = false;
};

inline constexpr Fault bad_pool_words{"bad_pool_words"}; ///< of the command line; detail is a sentence

/// Checks every folder as `release check` does and reads it; what is wrong with one is told to `report` by the folder.
/// In the order of their manifests' digests, which tells nothing; a site without a name is called by its place there.
/// Errors: bad_pool_words, missing_file, cannot_read, those of finding a questionnaire.
[[nodiscard]] Result<std::vector<release::Contribution>> read_pool_inputs(const PoolWishes& wishes, PoolReport& report);

/// What all of them belong to, or "pool".
[[nodiscard]] std::string common_project(const std::vector<release::Contribution>& sites);

} // namespace rapport::cli
