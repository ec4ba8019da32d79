#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Puts the clinic's own norms into the instruments at hand, as rules of change. One that no longer fits its instrument
/// is left out.
[[nodiscard]] Status apply_norms(Core& core);

} // namespace rapport::vault
