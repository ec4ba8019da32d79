#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace rapport::instruments {

/// Shewhart's chart for individual observations: what one person's own earlier values lead to expect of the next.
///
/// Limits   mean plus and minus 3 sigma, sigma = mean moving range / d2, d2 = 1.128 for two neighbouring values; that
///          is, mean plus and minus 2.66 mean moving ranges.
/// Units    those of the values; raw score points.
/// Source   Shewhart 1931, Economic Control of Quality of Manufactured Product; Montgomery, Introduction to Statistical
///          Quality Control, 7th ed. 2013, section 6.4; the constant in Nelson 1982, J Qual Technol 14(3):172-173.
/// It is a rule about one person's ordinary variation. It is no cut-off of an instrument, and none is made of it.
struct ControlLimits {
    double mean = 0;
    double moving_range = 0; ///< mean size of the step from one value to the next
    double lower = 0;
    double upper = 0;
    int values = 0; ///< the limits were worked out from
};

/// 3 / 1.128, to the two places every table gives it in.
inline constexpr double moving_range_factor = 2.66;
/// Fewer earlier values say nothing of what is ordinary.
inline constexpr std::size_t least_earlier = 3;
inline constexpr std::string_view control_chart_source = "Montgomery 2013";

enum class ChartState {
    too_few,      ///< fewer than `least_earlier` earlier values: there are no limits
    no_variation, ///< all earlier values alike: a moving range of nought gives no limits
    within,       ///< on a limit is within it
    below,
    above,
};

struct ChartedValue {
    ChartState state = ChartState::too_few;
    std::optional<ControlLimits> limits;
};

/// `earlier` in order of time, without the value that is judged. Only finite values.
[[nodiscard]] ChartedValue judge_by_chart(std::span<const double> earlier, double now);

} // namespace rapport::instruments
