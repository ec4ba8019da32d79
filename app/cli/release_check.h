#pragma once

#include <string>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::cli {

/// What looking at a released folder found. Nothing of the vault is needed.
struct BundleCheck {
    int files = 0;
    int people = 0;
    int smallest_group = 0;            ///< over all data files, by the columns that say who; 0 when there are none
    std::vector<std::string> problems; ///< each a sentence; empty: the bundle is what its manifest says
};

/// Reads manifest.json, SHA256SUMS and every file they name; counts the groups of people in each data file again.
/// Errors: missing_file, cannot_read, bad_manifest.
[[nodiscard]] Result<BundleCheck> check_bundle(const std::string& folder);

/// 64 digits.
[[nodiscard]] std::string sha256_hex(const std::string& bytes);

inline constexpr Fault bad_manifest{"bad_manifest"};

} // namespace rapport::cli
