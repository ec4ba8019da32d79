#include "instruments/whom.h"

#include <algorithm>
#include <set>

namespace rapport::instruments {

namespace {

bool within(const Whom& whom, int education)
{
    return education >= whom.education_from.value_or(0) && education <= whom.education_to.value_or(most_education);
}

} // namespace

bool counts_for(const Whom& whom, const Somebody& somebody)
{
    return (whom.sex == Sex::any || whom.sex == somebody.sex) && within(whom, somebody.education);
}

bool may_count_for(const Whom& whom, const Context& context)
{
    if (whom.sex != Sex::any) {
        const Sex sex = sex_of(context);
        if (sex != Sex::any && whom.sex != sex) return false;
    }
    return !context.education || within(whom, *context.education);
}

std::vector<Somebody> possible(const std::vector<Band>& rows, const Context& context)
{
    const bool sexes_differ = std::ranges::any_of(rows, [](const Band& row) { return row.only_for.sex != Sex::any; });
    std::set<int> years{0}; // where each range begins
    for (const Band& row : rows) {
        if (row.only_for.education_from) years.insert(*row.only_for.education_from);
        if (row.only_for.education_to) years.insert(*row.only_for.education_to + 1);
    }
    years.erase(years.upper_bound(most_education), years.end());
    if (context.education) years = {*context.education};

    const Sex known = sex_of(context);
    std::vector<Somebody> all;
    for (const int education : years) {
        if (known != Sex::any || !sexes_differ) {
            all.push_back({known == Sex::any ? Sex::female : known, education});
            continue;
        }
        all.push_back({Sex::female, education});
        all.push_back({Sex::male, education});
    }
    return all;
}

} // namespace rapport::instruments
