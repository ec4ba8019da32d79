#include "storage/release/k_search.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include "storage/release/policy.h"

namespace rapport::release {

namespace {

int year_of(std::int32_t day)
{
    // Civil year from days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
    const std::int64_t shifted = std::int64_t{day} + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t of_era = shifted - era * 146097;
    const std::int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    return static_cast<int>(year + era * 400 + (of_year >= 306 ? 1 : 0));
}

int year_for(const Courses& courses, const Policy& policy)
{
    if (policy.release_year != 0) return policy.release_year;
    std::int32_t latest = courses.front().rows.back()->day;
    for (const Course& course : courses)
        latest = std::max(latest, course.rows.back()->day);
    return year_of(latest);
}

/// One way of holding the number of occasions, with what it needs worked out once.
struct Side {
    Courses courses;
    Generalised values;
    Keyed people;

    Side(Courses chosen, int k, int year) : courses(std::move(chosen)), values(courses, k, year)
    {
        const auto instruments = instruments_of(courses);
        people.instruments = static_cast<int>(instruments.size());
        for (const Course& course : courses) {
            const auto answered = instruments_of({course});
            std::vector<int> ids;
            for (const std::string& name : answered)
                ids.push_back(static_cast<int>(std::ranges::lower_bound(instruments, name) - instruments.begin()));
            people.answered.push_back(std::move(ids));
        }
    }

    /// Nothing where more than that share of the people would lose a value.
    std::optional<std::vector<Key>> keys_under(const Node& node, int k, double suppress_at_most)
    {
        people.keys.clear();
        for (std::size_t person = 0; person < courses.size(); ++person)
            people.keys.push_back(values.key(person, node));
        const double share = suppress_at_most * static_cast<double>(courses.size());
        return suppress(people, k, static_cast<int>(std::floor(share + 1e-9)));
    }
};

Plan plan_of(Side&& side, const Node& node, const std::vector<Key>& keys)
{
    Plan plan;
    plan.node = node;
    for (const Key& key : keys) {
        std::array<const std::string*, quasi_count> words{};
        for (std::size_t which = 0; which < quasi_count; ++which)
            words[which] = &*plan.said.insert(side.values.word(all_quasi[which], node, key[which])).first;
        plan.words.push_back(words);
    }
    plan.courses = std::move(side.courses);
    return plan;
}

/// Profile B: every row, with every value as it was recorded.
Plan everything(Courses all, int year)
{
    Side side(std::move(all), 1, year);
    std::vector<Key> keys;
    for (std::size_t person = 0; person < side.courses.size(); ++person)
        keys.push_back(side.values.key(person, Node{}));
    return plan_of(std::move(side), Node{}, keys);
}

std::vector<Node> cheapest_first()
{
    std::vector<Node> nodes = all_nodes();
    std::ranges::stable_sort(nodes, {}, loss);
    return nodes;
}

/// Nobody or k people, of those of whom it holds.
template <class Holds>
bool nobody_or(int k, const Courses& courses, Holds&& holds)
{
    const auto people = std::ranges::count_if(courses, holds);
    return people == 0 || people >= k;
}

/// What left before: every row stays, and what its sites did not say is not said. So bands are made wider and no more;
/// the site stands, since a study is read by it. Days within a week are not known, so the end of a course is held to k
/// by its week.
Result<Plan> plan_again(const Courses& all, const Policy& policy, int year)
{
    Side side(all, policy.k, year);
    int last = 0;
    for (const Course& course : all)
        last = std::max(last, course.last_week());
    if (!nobody_or(policy.k, all, [&](const Course& course) { return course.last_week() == last; }))
        return Error{fault::too_rare, "visits"};
    const auto few = [](const Course& course) { return course.occasions() <= few_occasions; };
    const bool filled = nobody_or(policy.k, all, few) && nobody_or(policy.k, all, std::not_fn(few));
    for (const Node& node : cheapest_first()) {
        const bool finer = !std::ranges::equal(node, policy.pooled->finest, std::ranges::greater_equal{});
        const auto site = static_cast<std::size_t>(Quasi::site);
        if (finer || node[site] != 0 || (node.back() == visits_filled && !filled)) continue;
        if (const auto keys = side.keys_under(node, policy.k, 0)) return plan_of(std::move(side), node, *keys);
    }
    return Error{fault::too_rare, "site"};
}

Error too_few(std::ptrdiff_t people, int k)
{
    return {fault::too_few_people, fmt::format("{} people, {} needed", people, k)};
}

} // namespace

Result<Plan> plan_release(const Roll& roll, const Policy& policy)
{
    if (Status allowed = check_policy(policy); !allowed) return allowed.error();
    const auto all = gather(roll, policy);
    if (!all) return all.error();
    if (has_dates(policy)) return everything(*all, year_for(*all, policy));
    if (std::ssize(*all) < policy.k) return too_few(std::ssize(*all), policy.k);

    const int year = year_for(*all, policy);
    if (policy.pooled) return plan_again(*all, policy, year);
    Courses settled = settle(*all, policy.k, Often::banded);
    if (settled.empty()) return Error{fault::too_few_people, fmt::format("no instrument has {} people", policy.k)};
    Side banded(settled, policy.k, year);
    Side filled(settle(std::move(settled), policy.k, Often::filled), policy.k, year);

    for (const Node& node : cheapest_first()) {
        Side& side = node.back() == visits_filled ? filled : banded;
        if (side.courses.empty()) continue;
        const auto keys = side.keys_under(node, policy.k, policy.suppress_at_most);
        if (!keys) continue;

        Plan plan = plan_of(std::move(side), node, *keys);
        const auto kept = instruments_of(plan.courses);
        int offered = 0;
        for (const Course& course : *all)
            for (const Row* row : course.rows)
                offered += std::ranges::binary_search(kept, row->form->instrument) ? 1 : 0;
        std::ranges::set_difference(instruments_of(*all), kept, std::back_inserter(plan.rare_instruments));
        plan.left_out = offered - rows_of(plan.courses);
        if (plan.left_out > policy.cut_at_most * offered) return Error{fault::too_rare, "visits"};
        return plan;
    }
    return Error{fault::too_rare, "visits"};
}

} // namespace rapport::release
