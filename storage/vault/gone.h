#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Brings the audit to say what stands in the tables: a line for every administration, alert and note that an earlier
/// line has put there and that is there no longer, and for every alert and note that is there without one.
/// In the caller's transaction, which took the rows away.
[[nodiscard]] Status settle_gone(Core& core, const std::string& reason);

} // namespace rapport::vault
