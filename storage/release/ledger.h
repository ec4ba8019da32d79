#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::release {

/// One number, or several of the same people, that left: a sum over these people's values of one quantity. Which people
/// is kept as tokens, one a person, that mean nothing by themselves.
struct LedgerRow {
    std::string quantity;            ///< "pcl-5|total|Visit 3": only rows of the same quantity can be combined
    std::vector<std::string> people; ///< sorted, each once
};

/// Whether two quantities are of one questionnaire at one visit. Its scores may add up to one another, so people
/// counted in one are held against those counted in any of them.
[[nodiscard]] bool of_one_sheet(std::string_view quantity, std::string_view other);

/// Whether `asked`, together with all that left before, would fix a sum over fewer than `least` people.
///
/// People with the same signature (in which rows they stand) are an atom. Every combination of the rows is a vector
/// over atoms; one that is zero on all but atoms of together 1 to least - 1 people would fix something about those few.
/// The search branches on single atoms and is exact; where it takes too many steps, the answer is yes: the safe side.
[[nodiscard]] bool would_fix_too_few(std::span<const LedgerRow> earlier, const LedgerRow& asked, int least);

} // namespace rapport::release
