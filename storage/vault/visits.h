#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// A planned visit with its id; inside the caller's transaction.
[[nodiscard]] Status insert_visit(Core& core, const PlannedVisit& visit);

} // namespace rapport::vault
