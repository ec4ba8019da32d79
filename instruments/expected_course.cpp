#include "instruments/expected_course.h"

#include <algorithm>
#include <vector>

namespace rapport::instruments {

std::optional<CourseLimit> course_limit(std::span<const double> values, int percent, Direction direction, int least)
{
    const std::size_t count = values.size();
    if (count == 0 || count < static_cast<std::size_t>(std::max(least, 0))) return {};
    std::vector<double> ordered(values.begin(), values.end());
    // Best first.
    if (direction == Direction::higher_is_worse)
        std::ranges::sort(ordered);
    else
        std::ranges::sort(ordered, std::ranges::greater());
    // The smallest number of people that is at least `percent` of 100, in whole numbers.
    const auto share = static_cast<std::size_t>(std::clamp(percent, 1, 100));
    const std::size_t enough = (count * share + 99) / 100;
    return CourseLimit{ordered[enough - 1], static_cast<int>(count)};
}

bool is_worse(double value, double limit, Direction direction)
{
    return direction == Direction::higher_is_worse ? value > limit : value < limit;
}

} // namespace rapport::instruments
