#include "instruments/control_chart.h"

#include <cmath>

namespace rapport::instruments {

ChartedValue judge_by_chart(std::span<const double> earlier, double now)
{
    if (earlier.size() < least_earlier) return {};
    double sum = earlier.front();
    double steps = 0;
    for (std::size_t n = 1; n < earlier.size(); ++n) {
        sum += earlier[n];
        steps += std::abs(earlier[n] - earlier[n - 1]);
    }
    ControlLimits limits;
    limits.values = static_cast<int>(earlier.size());
    limits.mean = sum / static_cast<double>(earlier.size());
    limits.moving_range = steps / static_cast<double>(earlier.size() - 1);
    if (limits.moving_range == 0) return {ChartState::no_variation, {}};
    limits.lower = limits.mean - moving_range_factor * limits.moving_range;
    limits.upper = limits.mean + moving_range_factor * limits.moving_range;
    const ChartState state = now < limits.lower   ? ChartState::below
                             : now > limits.upper ? ChartState::above
                                                  : ChartState::within;
    return {state, limits};
}

} // namespace rapport::instruments
