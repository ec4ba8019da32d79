#pragma once

#include <vector>

#include "instruments/asking.h"
#include "instruments/scoring.h"

namespace rapport::instruments {

/// One score, by the letter of its rule. `before` has the values of the scores that stand before it.
[[nodiscard]] ScoreValue evaluate(const Definition& definition, const Score& score, const Response& response,
                                  const std::vector<Standing>& standing, const Context& context,
                                  const std::vector<ScoreValue>& before);

/// The same for Method::expression, without the counts of items.
void evaluate_expression(const Definition& definition, const Score& of, const Response& response,
                         const std::vector<Standing>& standing, const Context& context,
                         const std::vector<ScoreValue>& before, ScoreValue& out);

/// Whether a critical item calls for attention. An answer given does so also where it was not to be asked for.
[[nodiscard]] bool fires(const CriticalItem& critical, Answer answer, Standing standing);

} // namespace rapport::instruments
