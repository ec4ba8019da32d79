#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Ends every plan of a person's and calls off what is not held yet; inside the caller's transaction.
[[nodiscard]] Status end_plans_of(Core& core, const sealed::Id& person, std::int32_t day);

} // namespace rapport::vault
