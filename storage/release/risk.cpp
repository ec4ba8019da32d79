#include "storage/release/risk.h"

#include <algorithm>
#include <array>

#include "storage/release/text.h"

namespace rapport::release {

Risk measure(const Leaving& records, const Node& node, const std::map<std::string, int>& occasions)
{
    using Look = std::array<std::string, quasi_count>;
    std::map<std::string, Look> people;
    records.each_unanswered([&](const DeidentifiedRecord& r) {
        people[r.code()] = {r.age_band(), r.sex(), r.site(), r.arm(), visits_band(occasions.at(r.code()), node.back())};
    });

    std::map<Look, int> classes;
    for (const auto& [code, look] : people)
        ++classes[look];

    Risk risk;
    risk.people = static_cast<int>(people.size());
    risk.rows = static_cast<int>(records.size());
    risk.classes = static_cast<int>(classes.size());
    for (const auto& [look, size] : classes)
        risk.class_sizes.push_back(size);
    std::ranges::sort(risk.class_sizes);
    for (std::size_t which = 0; which < quasi_count; ++which)
        risk.levels[std::string(quasi_names[which])] = node[which];
    if (people.empty()) return risk;

    int lost = 0;
    for (const auto& [code, look] : people) {
        bool any = false;
        for (std::size_t which = 0; which + 1 < quasi_count; ++which)
            any = any || (look[which] == withheld_word && node[which] + 1 < level_count[which]);
        lost += any ? 1 : 0;
    }
    const auto all = static_cast<double>(risk.people);
    risk.smallest_class = risk.class_sizes.front();
    risk.worst = 1.0 / risk.smallest_class;
    risk.average = risk.classes / all;
    risk.lost_a_value = lost / all;
    return risk;
}

} // namespace rapport::release
