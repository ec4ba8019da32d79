#include "instruments/change.h"

#include <algorithm>
#include <cmath>

namespace rapport::instruments {

Change change(const Definition& definition, const ChangeThreshold& threshold, double before, double after)
{
    const double sign = definition.scores[threshold.score].direction == Direction::higher_is_worse ? 1.0 : -1.0;
    Change moved;
    moved.difference = after - before;
    moved.better = sign * moved.difference < 0;
    moved.beyond_threshold = std::abs(moved.difference) >= threshold.points;
    // Marx 2022 as read here: reliable, and from the worse side of the end point onto it or beyond.
    if (threshold.end_point)
        moved.clinically_significant = moved.better && moved.beyond_threshold &&
                                       sign * before > sign * *threshold.end_point &&
                                       sign * after <= sign * *threshold.end_point;
    return moved;
}

const ChangeThreshold* default_threshold(const Definition& definition, std::size_t score)
{
    const auto row = std::find_if(definition.changes.begin(), definition.changes.end(),
                                  [&](const ChangeThreshold& each) { return each.score == score && each.is_default; });
    return row == definition.changes.end() ? nullptr : &*row;
}

} // namespace rapport::instruments
