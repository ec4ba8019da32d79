#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Keeps an alert unless one of the same `source` is there already, and notes it in the audit; inside the caller's
/// transaction. Gives 1 when it was raised now, 0 when it was known.
[[nodiscard]] Result<int> raise_alert(Core& core, const Alert& alert, const std::string& source);

} // namespace rapport::vault
