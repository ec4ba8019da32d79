#pragma once

#include <span>
#include <string>
#include <vector>

#include "instruments/base/result.h"
#include "storage/release/record.h"
#include "storage/release/roll.h"

namespace rapport::release {

/// One person and the administrations of theirs that may leave, by day. Never empty.
struct Course {
    const Who* who = nullptr;
    std::vector<const Row*> rows{};

    [[nodiscard]] const std::string& code() const { return who->code; }
    /// Whole weeks since the person's first row.
    [[nodiscard]] int week(const Row& row) const { return (row.day - rows.front()->day) / 7; }
    [[nodiscard]] int last_week() const { return week(*rows.back()); }
    /// Different days with a row: what somebody who knows the person would call "how often they came".
    [[nodiscard]] int occasions() const;
};

/// Everybody's courses, ordered by code.
using Courses = std::vector<Course>;

/// Everybody with a row of the instruments that the policy names.
/// Errors: nothing_to_release, bad_codes.
[[nodiscard]] Result<Courses> gather(const Roll& roll, const Policy& policy);

/// How the number of occasions is held to k people.
enum class Often : std::uint8_t {
    banded, ///< in bands, as part of the look-alike key: nothing more is done here
    filled, ///< not in the key: people are brought down to five occasions until "five or fewer" and "more" each hold k
            ///< or nobody
};

/// Where the low band of occasions ends.
inline constexpr int few_occasions = 5;

/// Leaves out what fewer than `k` people share by merely being there: instruments, and the far end of occasions and of
/// weeks. What is left has the property for each of the three; empty when nothing is left.
[[nodiscard]] Courses settle(Courses courses, int k, Often often);

/// Instruments that appear, sorted.
[[nodiscard]] std::vector<std::string> instruments_of(const Courses& courses);
[[nodiscard]] int rows_of(const Courses& courses);

} // namespace rapport::release
