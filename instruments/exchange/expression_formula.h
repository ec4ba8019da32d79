#pragma once

#include "instruments/exchange/formula.h"

namespace rapport::instruments {

/// A score's expression as a calculation, or blank exactly where `score` gives none. None where writing it out takes
/// too many steps: foreign languages have no name for a part, so a part used twice stands there twice.
[[nodiscard]] std::optional<Formula> expression_formula(const Definition& definition, std::size_t score);

/// What an item adds as it is: an answer as itself, left out by rule as its rule says. `settled` has to hold for that.
struct ItemFormula {
    Formula settled;
    Formula open; ///< asked, and without an answer
    Formula value;
};
[[nodiscard]] ItemFormula item_formula(const Definition& definition, std::size_t item);

} // namespace rapport::instruments
