#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// What a researcher's key does not open, or what is not for them to change. The detail names the act.
/// Errors: not_allowed.
[[nodiscard]] inline Status clinicians_only(const Core& core, const char* act)
{
    if (core.role == Role::clinician) return {};
    return Error{fault::not_allowed, act};
}

} // namespace rapport::vault
