#pragma once

#include <cstddef>

#include "instruments/definition.h"
#include "instruments/response.h"
#include "instruments/scoring.h"

namespace rapport::instruments {

/// Most states `judge` may have to walk for a criterion with an upper bound; the reader refuses what would need more.
inline constexpr std::size_t criterion_states_limit = 4'096;
inline constexpr std::size_t criterion_parts_limit = 16;

/// How many states the parts of a criterion have together; a number above the limit is not exact.
[[nodiscard]] std::size_t criterion_states(const Criterion& criterion);

/// Met: by every way the missing answers could have been. Not met: by none of them. Otherwise it cannot be told.
[[nodiscard]] Tri judge(const Definition& definition, const Criterion& criterion, const Response& response);

} // namespace rapport::instruments
