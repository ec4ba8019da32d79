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
        for (const Row* row : course.rows)
            people[row->form->visit].insert(&course);
    for (const auto& [visit, who] : people) {
        if (std::ssize(who) >= k && !has_clock(visit))
            shared_.push_back(visit);
        else
            ++kept_back_;
    }
}

std::string VisitNames::of(const Form& form) const
{
    return std::ranges::binary_search(shared_, std::string_view(form.visit)) ? clean(form.visit)
                                                                             : std::string(withheld_word);
}

} // namespace rapport::release
