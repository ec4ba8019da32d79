#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/vault/clinic.h"

namespace rapport::vault::test {

/// What stands in a vault's tables, but for the record of acts, which grows by looks alone.
struct Stand {
    std::vector<std::pair<std::string, std::int64_t>> rows; ///< by table: all that two runs of one act have in common
    std::string values;                                     ///< every value of every row
    friend bool operator==(const Stand&, const Stand&) = default;
};
/// Proves chain and rows on the way; the vault must be closed.
[[nodiscard]] Stand stand_of(const Clinic& clinic);

} // namespace rapport::vault::test
