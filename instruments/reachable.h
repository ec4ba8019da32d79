#pragma once

#include <optional>
#include <vector>

#include "instruments/definition.h"

namespace rapport::instruments {

/// Values ascending; nothing when there are too many to go through.
using Values = std::optional<std::vector<double>>;

/// Every value a complete response can give a score. `before` has those of the scores that stand before it.
/// For a score of scores that share items, also some values they cannot have together.
/// `steps_left` is what may still be spent, and is lowered: a hostile definition must not take long to refuse.
[[nodiscard]] Values reachable(const Definition& definition, const Score& score, const std::vector<Values>& before,
                               std::size_t& steps_left);

} // namespace rapport::instruments
