#pragma once

#include <vector>

#include "instruments/scoring.h"

namespace rapport::instruments {

/// A person as far as bands and cut-offs ask: neither is unknown here.
struct Somebody {
    Sex sex = Sex::female;
    int education = 0; ///< completed years
};

[[nodiscard]] bool counts_for(const Whom& whom, const Somebody& somebody);
/// Whether it counts for anybody the context leaves possible.
[[nodiscard]] bool may_count_for(const Whom& whom, const Context& context);

/// Everybody the context leaves possible, as far as these rows tell people apart: one for each sex that is possible,
/// and one for each range of education that the rows divide the years into.
[[nodiscard]] std::vector<Somebody> possible(const std::vector<Band>& rows, const Context& context);

} // namespace rapport::instruments
