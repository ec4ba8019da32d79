#include "storage/release/visits.h"

#include <algorithm>
#include <map>
#include <set>

#include "storage/release/text.h"

namespace rapport::release {

VisitNames::VisitNames(const Courses& courses, int k)
{
    std::map<std::string_view, std::set<const Course*>> people;
    for (const Course& course : courses)
        for (const Record* row : course.rows)
            people[row->visit].insert(&course);
    for (const auto& [visit, who] : people) {
        if (std::ssize(who) >= k && !has_clock(visit))
            shared_.push_back(visit);
        else
            ++kept_back_;
    }
}

std::string VisitNames::of(const Record& row) const
{
    return std::ranges::binary_search(shared_, std::string_view(row.visit)) ? clean(row.visit)
                                                                            : std::string(withheld_word);
}

} // namespace rapport::release
