#pragma once

#include "storage/release/course.h"
#include "storage/release/points.h"
#include "storage/release/release.h"
#include "storage/release/visits.h"

namespace rapport::release {

/// What becomes of a number where those who are not in an earlier table would be told apart: it is of the people of
/// that table again, or withheld.
enum class Newcomers : std::uint8_t { left_out, withheld };

/// The wider table over the very administrations that leave: n, missing, mean, SD, quartiles, share beyond the cut-off,
/// change since the first visit with its interval and effect sizes, reliable change, drop-out; of everybody, by arm,
/// by site and by clinician; and Hedges' g between arms.
///
/// Each group of people at a visit is held against everything that left before, in this table too, so that no group can
/// be had by taking shown ones from each other. `points` are of each definition in turn; `table` is the one that leaves
/// beside it, `left` is what left before. Every number obeys EXPORT.md section 5; what may not be shown reads
/// "withheld". Where newcomers would be told apart, the people of an earlier table are counted again if all of them are
/// still there and `newcomers` says so. With `only`, the one score and grouping that it names.
[[nodiscard]] Outcomes outcomes(const Courses& courses, std::span<const instruments::Definition* const> definitions,
                                std::span<const Points> points, const VisitNames& names,
                                std::span<const TableRow> table, int threshold, std::vector<LedgerRow> left,
                                Newcomers newcomers, const TableWish* only = nullptr);

/// A share as it may be shown: "<10" or ">90" for every share that small or large, so that the mark does not say nobody
/// or everybody; else whole percents where `some` and the rest are enough people; else "withheld".
[[nodiscard]] std::string share_words(int some, int of, int threshold);

} // namespace rapport::release
