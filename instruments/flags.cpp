#include "instruments/flags.h"

#include <algorithm>

namespace rapport::instruments {

std::vector<std::string> flag_names(const Scored& scored)
{
    std::vector<std::string> names;
    for (const Flag& flag : scored.flags)
        names.push_back(std::string(flag.id) + (flag.unanswered ? "_missing" : "_positive"));
    if (std::any_of(scored.scores.begin(), scored.scores.end(),
                    [](const ScoreValue& value) { return value.answered < value.items; }))
        names.emplace_back("incomplete");
    for (const ScoreValue& value : scored.scores)
        if (value.cut_off_reached_by_part) names.push_back(std::string(value.id) + "_cut_off_reached_by_part");
    for (const CriterionValue& criterion : scored.criteria)
        if (criterion.by_part) names.push_back(std::string(criterion.id) + "_met_by_part");
    if (!scored.contradicted.empty()) names.emplace_back(answered_although_not_asked);
    return names;
}

} // namespace rapport::instruments
