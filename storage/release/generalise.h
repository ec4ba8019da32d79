#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "storage/release/course.h"

namespace rapport::release {

/// What narrows the search for a person and leaves in some coarser form. `visits` is the number of occasions: it shows
/// as rows, so it is checked in bands rather than written.
enum class Quasi : std::uint8_t { age, sex, site, arm, visits };
inline constexpr std::size_t quasi_count = 5;
inline constexpr std::array<Quasi, quasi_count> all_quasi{Quasi::age, Quasi::sex, Quasi::site, Quasi::arm,
                                                          Quasi::visits};
inline constexpr std::array<std::string_view, quasi_count> quasi_names{"age_band", "sex", "site", "arm", "visits"};

/// How many levels each has, finest first.
/// age     5-year, 10-year, 20-year bands, withheld; 90 and older are one band throughout
/// sex     as recorded, withheld
/// site    as recorded, those under k people pooled as "other", withheld; arm alike
/// visits  1-2, 3-5, 6-8, 9 and more; 1-5, 6 and more; not in the key, and courses cut until both of these hold k or
/// nobody
inline constexpr std::array<int, quasi_count> level_count{4, 2, 3, 3, 3};
inline constexpr int visits_filled = 2;

/// One level for each: a point of the generalisation lattice.
using Node = std::array<int, quasi_count>;
[[nodiscard]] std::vector<Node> all_nodes();
/// What a node costs, in thousandths of a column. Judgement: an arm is dearest, since a trial is read by it.
[[nodiscard]] int loss(const Node& node);

/// People's values under one attribute and level: `words[of[person]]`. Entry 0 is always "withheld".
struct Values {
    std::vector<std::string> words;
    std::vector<int> of;
};
/// One value id per attribute.
using Key = std::array<int, quasi_count>;

/// Everybody's values at every level.
class Generalised {
public:
    /// `year` is the one at whose end ages are taken.
    Generalised(const Courses& courses, int k, int year);
    [[nodiscard]] Key key(std::size_t person, const Node& node) const;
    [[nodiscard]] const std::string& word(Quasi which, const Node& node, int id) const;
    [[nodiscard]] const Values& at(Quasi which, int level) const;

private:
    std::array<std::vector<Values>, quasi_count> values_;
};

/// The band of an age at a level: "40-44", "40-49", "40-59", "90+" ("80+" in 20-year bands), "" when not known.
[[nodiscard]] std::string age_band(int age, int level);
/// The band of a number of occasions at a level: "3-5", "6+", "any".
[[nodiscard]] std::string visits_band(int occasions, int level);

} // namespace rapport::release
