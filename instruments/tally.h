#pragma once

#include <cstdint>
#include <vector>

#include "instruments/asking.h"
#include "instruments/definition.h"

namespace rapport::instruments {

/// The points an answer adds to a score of items, after reversal, recoding, counting and weighting, in the score's own
/// whole units: ten-thousandths for Method::weighted, points for every other. One of these per member.
class MemberPoints {
public:
    MemberPoints(const Definition& definition, const Score& score, std::size_t member);
    [[nodiscard]] std::int64_t operator()(int value) const;

private:
    const Score& score_;
    std::int64_t weight_ = 1;
    bool turned_ = false;
    int ends_ = 0; ///< lowest plus highest choice: a reversed value is this less the value
};

/// Whole numbers, so that a value is rounded once, by the division that makes it, on every machine alike.
struct Tally {
    std::int64_t sum = 0;     ///< of the answered members
    std::int64_t skipped = 0; ///< of the members not asked by rule
    std::int64_t low = 0;     ///< of all members, the open ones at their lowest
    std::int64_t high = 0;
    int answered = 0;
    int left_out = 0;          ///< how many are not asked by rule
    int open = 0;              ///< how many could come to more than one thing, or have no answer
    bool unclear = false;      ///< one of the open ones may have been one not to ask
    bool contradicted = false; ///< one was answered though not asked, and that makes a difference
};

struct Extremes {
    std::int64_t low = 0;
    std::int64_t high = 0;
};

/// The lowest and the highest one member's choices can add.
[[nodiscard]] Extremes extremes_of_member(const Definition& definition, const Score& score, std::size_t member);

/// The lowest and the highest a score of items can come to, in its units, over complete responses.
[[nodiscard]] Extremes extremes(const Definition& definition, const Score& score);

[[nodiscard]] Tally tally(const Definition& definition, const Score& score, const Response& response,
                          const std::vector<Standing>& standing, const Context& context);

/// `units` as a value of the score.
[[nodiscard]] double in_points(const Score& score, std::int64_t units, const Extremes& range);

/// The mean of the answered stands in for the missing.
[[nodiscard]] double prorated(const Score& score, const Tally& tally, const Extremes& range);

} // namespace rapport::instruments
