#pragma once

#include "storage/release/release.h"

namespace rapport::release {

/// Whether a policy is one this program may follow: profile A or B, for B a recipient and a purpose, k 3 to 100, table
/// threshold 5 to 30, shares from 0 to 1. Errors: policy_refused (detail names the field).
[[nodiscard]] Status check_policy(const Policy& policy);

/// Profile B: pseudonymised, with dates. Personal data: never looked at for groups of k, only ever for a named
/// recipient and purpose.
[[nodiscard]] bool has_dates(const Policy& policy);

/// The table threshold in force: never under five, whatever the policy says.
[[nodiscard]] int threshold_of(const Policy& policy);

} // namespace rapport::release
