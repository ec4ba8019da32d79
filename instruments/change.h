#pragma once

#include "instruments/definition.h"

namespace rapport::instruments {

/// How a score moved between two occasions, by one published threshold.
/// `difference` is after minus before, raw points. `better` follows the score's direction.
struct Change {
    double difference = 0;
    bool better = false;                 ///< false also when nothing moved
    bool beyond_threshold = false;       ///< |difference| >= threshold.points
    bool clinically_significant = false; ///< better, beyond the threshold, and crossed `end_point` (false where none)
};

[[nodiscard]] Change change(const Definition& definition, const ChangeThreshold& threshold, double before,
                            double after);

/// The threshold marked default for a score, or null when none is published.
[[nodiscard]] const ChangeThreshold* default_threshold(const Definition& definition, std::size_t score);

} // namespace rapport::instruments
