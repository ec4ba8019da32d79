#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Everything that can be checked without the recovery key: every page, index, row, score and audit line.
/// Gives the last audit line's number. Errors: vault_damaged.
[[nodiscard]] Result<std::int64_t> check_all(Core& core);

} // namespace rapport::vault
