#pragma once

#include <optional>
#include <span>

#include "instruments/score_rule.h"

namespace rapport::instruments {

/// Where people alike stood at the same visit: a plain count of what was seen, no model. After the nearest-neighbour
/// way of expecting a course (Lutz, Leach, Barkham et al. 2005, J Consult Clin Psychol 73(5):904-913); that outcome
/// feedback marks those who stand worse than most of those alike: Lambert, Whipple, Hawkins et al. 2003, Clin Psychol
/// Sci Pract 10(3):288-301.
struct CourseLimit {
    double limit = 0; ///< raw points: the best value that `percent` of 100 stood at or better than
    int people = 0;   ///< how many are alike
};

/// The limit among the values that people alike had at one visit, in any order. At least `percent` of 100 of them stood
/// at the limit or better, by the score's direction. Nothing when there are fewer than `least`, or none.
/// `percent` is 1 to 100.
[[nodiscard]] std::optional<CourseLimit> course_limit(std::span<const double> values, int percent, Direction direction,
                                                      int least);

/// Whether a value is worse than the limit; at the limit is not.
[[nodiscard]] bool is_worse(double value, double limit, Direction direction);

} // namespace rapport::instruments
