#pragma once

#include <optional>
#include <vector>

#include "storage/release/course.h"

namespace rapport::release {

/// What one administration comes to in one score. 16 bytes: there is one an administration while tables are made.
struct Point {
    double number = 0;
    bool counted = false; ///< of the version asked for, and its answers fit it
    bool has_value = false;
    bool beyond_cut_off = false;

    [[nodiscard]] std::optional<double> value() const { return has_value ? std::optional(number) : std::nullopt; }
};

/// Of every row of one questionnaire, in the order of the courses and of their rows.
using Points = std::vector<Point>;

/// Reads the answers again, one person at a time. Errors: those of reading again.
[[nodiscard]] Result<Points> points_of(const Courses& courses, const instruments::Definition& definition,
                                       std::size_t which, Source& source);

/// Calls `take(course, row, point)` for each.
template <class Take>
void each_point(const Courses& courses, const instruments::Definition& definition, const Points& points, Take&& take)
{
    std::size_t at = 0;
    for (const Course& course : courses)
        for (const Row* row : course.rows)
            if (row->form->instrument == definition.id) take(course, *row, points[at++]);
}

} // namespace rapport::release
