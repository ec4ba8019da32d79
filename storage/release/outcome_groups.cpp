#include "storage/release/outcome_groups.h"

#include <algorithm>

#include "storage/release/text.h"

namespace rapport::release {

namespace {

/// A name that few stand behind is not said, nor that there is such a group: they are "other" together, as in the
/// files.
void add_groups(std::vector<Group>& groups, const std::string& by,
                const std::map<std::string, std::set<std::string>>& of, int threshold)
{
    Group pooled{by, std::string(pooled_word), {}};
    for (const auto& [name, people] : of) {
        if (name.empty()) continue;
        if (std::ssize(people) >= threshold && !has_clock(name) && name != pooled_word)
            groups.push_back({by, name, people});
        else
            pooled.people.insert(people.begin(), people.end());
    }
    if (!pooled.people.empty()) groups.push_back(std::move(pooled));
}

} // namespace

Scores scores_of(const Courses& courses, const instruments::Definition& definition, std::size_t which,
                 const Points& points, const VisitNames& names, std::span<const TableRow> table)
{
    // A visit that the table withholds, for whatever reason, has no numbers here either.
    std::set<std::string> closed{std::string(withheld_word)};
    for (const TableRow& row : table)
        if (row.instrument == definition.id && row.withheld) closed.insert(row.visit);
    Scores out;
    out.definition = &definition;
    out.score = which;
    std::map<std::string, int> first;
    each_point(courses, definition, points, [&](const Course& course, const Row& row, const Point& point) {
        if (!point.counted) return;
        const std::string visit = names.of(*row.form);
        if (closed.contains(visit)) return;
        // A person with two values at one visit counts with the earlier one.
        At& kept = out.visits[visit][course.who->person];
        if (!kept.value) kept = {point.value(), point.beyond_cut_off};
        const auto [session, fresh] = first.try_emplace(visit, row.form->session_number);
        session->second = std::min(session->second, row.form->session_number);
    });
    for (const auto& [visit, session] : first)
        out.order.push_back(visit);
    std::ranges::stable_sort(out.order, {}, [&](const std::string& visit) { return first.at(visit); });
    return out;
}

std::vector<Group> groups_of(const Courses& courses, int threshold)
{
    std::vector<Group> groups{{"all", "all", {}}};
    std::map<std::string, std::set<std::string>> arms, sites, clinicians;
    std::map<std::string, std::string> lowest;
    for (const Course& course : courses) {
        const Who& who = *course.who;
        groups.front().people.insert(who.person);
        arms[clean(*who.arm)].insert(who.person);
        sites[clean(*who.site)].insert(who.person);
        clinicians[*who.clinician].insert(who.person);
        auto& code = lowest[*who.clinician];
        if (code.empty() || who.code < code) code = who.code;
    }
    add_groups(groups, "arm", arms, threshold);
    add_groups(groups, "site", sites, threshold);

    std::map<std::string, std::set<std::string>> pooled;
    for (const auto& [clinician, people] : clinicians) {
        const bool enough = !clinician.empty() && std::ssize(people) >= threshold;
        pooled[enough ? lowest.at(clinician) : std::string()].insert(people.begin(), people.end());
    }
    pooled.erase("");
    if (pooled.size() < 3) return groups;
    int number = 0;
    for (const auto& [code, people] : pooled)
        groups.push_back({"clinician", "clinician " + std::to_string(++number), people});
    return groups;
}

} // namespace rapport::release
