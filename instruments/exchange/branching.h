#pragma once

#include <optional>
#include <string_view>

#include "instruments/exchange/draft.h"

namespace rapport::instruments {

/// REDCap branching logic as our condition: comparisons of one field with one code by "=" or "<>", joined by "and" and
/// "or", in brackets at most 16 deep. Nothing for anything else: half of a condition is no condition.
[[nodiscard]] std::optional<Json> read_branching(std::string_view logic, const ImportDraft& draft);

} // namespace rapport::instruments
