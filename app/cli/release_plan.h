#pragma once

#include <string>
#include <string_view>

#include "storage/release/record.h"

namespace rapport::cli {

/// A release as a file: an object with any of "profile", "project", "recipient", "purpose", "instruments", "k",
/// "cell_threshold", "suppress_at_most", "cut_at_most". What it does not say stays as it is in `policy`. Gives what is
/// wrong with it in one sentence, or nothing. A member it does not know is wrong: half a plan is no plan.
[[nodiscard]] std::string read_plan(std::string_view text, release::Policy& policy);

} // namespace rapport::cli
