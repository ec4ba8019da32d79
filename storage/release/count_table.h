#pragma once

#include <vector>

namespace rapport::release {

/// Counts in rows and columns with their totals: the last row and the last column. Some stand withheld.
struct CountTable {
    std::vector<std::vector<int>> counts;
    std::vector<std::vector<bool>> withheld;

    /// Inner counts; the totals are added.
    [[nodiscard]] static CountTable of(std::vector<std::vector<int>> inner);
    [[nodiscard]] std::size_t rows() const { return counts.size(); }
    [[nodiscard]] std::size_t columns() const { return counts.front().size(); }
};

/// Withholds every count under `threshold`, nought among them, and as many others as are needed so that whoever adds
/// and subtracts what is left can say of each of those only that it lies from 0 to threshold - 1 at least. One mark
/// stands for both kinds. An outsider's knowledge is the least and most that a linear program allows (EXPORT.md,
/// section 8).
///
/// How  for a count that is not safe the cheapest rectangle through it is withheld with it; where no single one is
///      enough, the one that widens its range most, and again. At last every partner that turns out not to be needed is
///      shown again, the largest first.
void withhold(CountTable& table, int threshold);

/// Whether every withheld count under `threshold` is safe in that sense.
[[nodiscard]] bool is_safe(const CountTable& table, int threshold);

} // namespace rapport::release
