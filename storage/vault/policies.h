#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// What the clinic decided, as the settings have it; what it did not decide is the program's own choice.
[[nodiscard]] Result<IdentityPolicy> read_identity_policy(Core& core);
[[nodiscard]] Result<CarePolicy> read_care_policy(Core& core);

} // namespace rapport::vault
