#pragma once

#include <cstddef>

#include "instruments/asking.h"
#include "instruments/definition.h"
#include "instruments/response.h"
#include "instruments/scoring.h"

namespace rapport::instruments {

/// Most states `judge` may have to walk for a criterion with an upper bound; the reader refuses what would need more.
inline constexpr std::size_t criterion_states_limit = 4'096;
inline constexpr std::size_t criterion_parts_limit = 16;

/// How many states the parts of a criterion have together; a number above the limit is not exact.
[[nodiscard]] std::size_t criterion_states(const Criterion& criterion);

/// What a criterion is judged by. `scores` has one value per score of the definition.
struct Evidence {
    const Response& response;
    const std::vector<Standing>& standing;
    const Context& context;
    const std::vector<ScoreValue>& scores;
};

/// Met: by every way the missing answers could have been. Not met: by none of them. Otherwise it cannot be told.
/// Missing answers are taken as free of each other, and parts over scores as free of parts over items: where they are
/// not, the outcome may be "cannot tell" though a closer look could tell, and is never the wrong one of the other two.
[[nodiscard]] CriterionValue judge(const Definition& definition, const Criterion& criterion, const Evidence& evidence);

/// Whether a score lies in the range, by the values it could still come to and, if it is not known, for either sex.
[[nodiscard]] Tri judge(const ScoreRange& range, const ScoreValue& value, const Context& context);

} // namespace rapport::instruments
