#pragma once

#include <span>
#include <vector>

#include "storage/release/k_search.h"

namespace rapport::release {

/// What stays behind and why, in plain words. Says how many people only where the files themselves show it.
[[nodiscard]] std::vector<Withheld> withheld_lines(const Roll& roll, const Plan& plan, const Policy& policy,
                                                   int visit_names_kept_back);

} // namespace rapport::release
