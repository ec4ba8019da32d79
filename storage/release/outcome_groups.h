#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "storage/release/course.h"
#include "storage/release/points.h"
#include "storage/release/release.h"
#include "storage/release/visits.h"

/// Of whom and of what the numbers of `outcomes.h` are.
namespace rapport::release {

/// What one person has of one score at one visit.
struct At {
    std::optional<double> value;
    bool beyond_cut_off = false;
};
using Visit = std::map<std::string, At>; ///< by person

/// One instrument's score over everybody, and where each person belongs.
struct Scores {
    const instruments::Definition* definition = nullptr;
    std::size_t score = 0;
    std::vector<std::string> order; ///< visits, in the order of sessions
    std::map<std::string, Visit> visits;
};

/// People of one group under one heading.
struct Group {
    std::string by;
    std::string name;
    std::set<std::string> people;
};

/// By visit and person, of visits that `table` does not withhold.
[[nodiscard]] Scores scores_of(const Courses& courses, const instruments::Definition& definition, std::size_t which,
                               const Points& points, const VisitNames& names, std::span<const TableRow> table);
/// Everybody, arms, sites, clinicians. A label with a date in it is no label; clinicians are numbered in the order of
/// the lowest random code among their people, and only from three of them up who each have enough people.
[[nodiscard]] std::vector<Group> groups_of(const Courses& courses, int threshold);

} // namespace rapport::release
