#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Everything that can be checked without the recovery key: every page, index, row, score and audit line.
/// Gives the last audit line's number. Errors: vault_damaged.
[[nodiscard]] Result<std::int64_t> check_all(Core& core);

/// How many rows a table has, and how many the audit says: a line `came` for each, less those that `went`.
struct Counted {
    std::int64_t rows = 0;
    std::int64_t lines = 0;
};
[[nodiscard]] Result<Counted> count_both(Core& core, std::string_view table, std::string_view came,
                                         std::string_view went);

} // namespace rapport::vault
