#include "storage/release/withheld.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "storage/release/policy.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

std::string people(int count)
{
    return count == 1 ? "1 person" : fmt::format("{} people", count);
}

int with_word(const Plan& plan, Quasi which, std::string_view word)
{
    const auto at = static_cast<std::size_t>(which);
    return static_cast<int>(std::ranges::count_if(plan.words, [&](const auto& words) { return *words[at] == word; }));
}

void add_language(std::vector<Withheld>& lines, const Roll& roll, const Policy& policy)
{
    std::map<std::string_view, int> speakers;
    for (const Who& who : roll.people()) {
        std::set<std::string_view> spoken;
        for (const Row& row : who.rows)
            spoken.insert(row.form->language);
        for (const std::string_view language : spoken)
            ++speakers[language];
    }
    if (speakers.size() < 2) return;
    const bool rare = std::ranges::any_of(speakers, [&](const auto& one) { return one.second < policy.k; });
    lines.push_back({"Language", "column",
                     rare ? fmt::format("Fewer than {} people answered in one of the languages.", policy.k)
                          : "It narrows the search for a person."});
}

/// A column whose values are kept, pooled, or gone.
void add_column(std::vector<Withheld>& lines, const Plan& plan, Quasi which, std::string name, int k)
{
    const auto at = static_cast<std::size_t>(which);
    const bool gone = plan.node[at] + 1 == level_count[at];
    const std::string why = fmt::format("Fewer than {} people look alike with it.", k);
    if (gone) {
        lines.push_back({std::move(name), "column", why});
        return;
    }
    const int pooled = with_word(plan, which, pooled_word);
    if (plan.node[at] == 1 && pooled > 0)
        lines.push_back({name + ", " + people(pooled), "“other”", fmt::format("Fewer than {} people each.", k)});
    const int lost = with_word(plan, which, withheld_word);
    if (lost > 0) lines.push_back({std::move(name), people(lost), why});
}

void add_age(std::vector<Withheld>& lines, const Plan& plan, int k)
{
    constexpr std::array<std::string_view, 4> shown{"5-year bands", "10-year bands", "20-year bands", "column"};
    const auto level = static_cast<std::size_t>(plan.node.front());
    lines.push_back({"Ages", std::string(shown[level]),
                     level == 0 ? "A date of birth would find the person."
                                : fmt::format("Finer, fewer than {} people look alike.", k)});
    const int lost = with_word(plan, Quasi::age, withheld_word);
    if (level < 3 && lost > 0)
        lines.push_back({"Ages", people(lost), fmt::format("Fewer than {} people look alike with it.", k)});
}

} // namespace

std::vector<Withheld> withheld_lines(const Roll& roll, const Plan& plan, const Policy& policy,
                                     int visit_names_kept_back)
{
    if (has_dates(policy))
        return {{"Names, record numbers", "always", "No release can hold them."},
                {"Comments", "always", "Free text is dropped, not cleaned."},
                {"Therapists", "column", "Staff are persons too."}};
    std::vector<Withheld> lines{
        {"Names, record numbers", "always", "No release can hold them."},
        {"Dates", "week only", "A clinic diary would find the person."},
        {"Comments", "always", "Free text is dropped, not cleaned."},
        {"Therapists", "column", "A therapist’s list would narrow the search."},
    };
    add_language(lines, roll, policy);
    add_age(lines, plan, policy.k);
    add_column(lines, plan, Quasi::sex, "Sex", policy.k);
    add_column(lines, plan, Quasi::site, "Sites", policy.k);
    add_column(lines, plan, Quasi::arm, "Study arms", policy.k);
    if (plan.left_out > 0)
        lines.push_back({"Later visits", plan.left_out == 1 ? "1 row" : fmt::format("{} rows", plan.left_out),
                         fmt::format("Fewer than {} people came as often or as long.", policy.k)});
    for (const std::string& instrument : plan.rare_instruments)
        lines.push_back({instrument, "all rows", fmt::format("Fewer than {} people answered it.", policy.k)});
    if (visit_names_kept_back > 0)
        lines.push_back({"Visit names", std::to_string(visit_names_kept_back),
                         fmt::format("Fewer than {} people each, or a date in the name.", policy.k)});
    return lines;
}

} // namespace rapport::release
