#pragma once

#include <set>

#include "storage/release/release.h"
#include "storage/release/suppress.h"

namespace rapport::release {

/// What leaves and in what form: the administrations, the node chosen for them and everybody's words.
struct Plan {
    Plan() = default;
    Plan(Plan&&) = default; // not copied: words point into it
    Plan& operator=(Plan&&) = default;
    ~Plan() = default;
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;

    Courses courses;
    std::vector<std::string> rare_instruments;
    Node node{};
    std::set<std::string> said;                                     ///< what `words` point at
    std::vector<std::array<const std::string*, quasi_count>> words; ///< per person, as `courses`
    int left_out = 0;                                               ///< administrations cut from the courses
};

/// Looks at every node, cheapest first and equal ones in the order of their levels, and takes the first where every
/// group holds once at most `suppress_at_most` of the people have lost a value. Errors: policy_refused,
/// nothing_to_release, bad_codes, too_few_people, too_rare.
[[nodiscard]] Result<Plan> plan_release(const Roll& roll, const Policy& policy);

} // namespace rapport::release
