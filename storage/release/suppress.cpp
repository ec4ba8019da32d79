#include "storage/release/suppress.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace rapport::release {

namespace {

constexpr unsigned every_value =
    0b1111; // age, sex, site, arm; how often a person came shows as rows and cannot be withheld

using Group = std::vector<std::size_t>;

Key masked(Key key, unsigned mask)
{
    for (std::size_t which = 0; which < 4; ++which)
        if ((mask >> which & 1U) != 0) key[which] = 0;
    return key;
}

/// The people who lose their values under one mask, or nothing when a hiding place is too small.
std::optional<Group> hide(const std::vector<Group>& sound, const Group& loose, const Keyed& people, int k,
                          unsigned mask)
{
    std::map<Key, Group> hidden;
    for (const std::size_t person : loose)
        hidden[masked(people.keys[person], mask)].push_back(person);

    Group all;
    for (auto& [key, group] : hidden) {
        std::vector<const Group*> near;
        for (const Group& other : sound)
            if (masked(people.keys[other.front()], mask) == key) near.push_back(&other);
        std::ptrdiff_t spare = 0;
        for (const Group* other : near)
            spare += std::ssize(*other) - k;

        const std::ptrdiff_t needed = k - std::ssize(group);
        if (needed > spare) {
            // No group can spare enough people and stay one, so the smallest goes whole.
            const auto size = [](const Group* other) { return other->size(); };
            const auto smallest = std::ranges::min_element(near, {}, size);
            if (smallest == near.end()) return std::nullopt;
            group.insert(group.end(), (*smallest)->begin(), (*smallest)->end());
        }
        for (std::size_t i = 0; i < near.size() && std::ssize(group) < k; ++i) {
            const std::ptrdiff_t taken = std::min(std::ssize(*near[i]) - k, k - std::ssize(group));
            group.insert(group.end(), near[i]->begin(), near[i]->begin() + taken);
        }
        all.insert(all.end(), group.begin(), group.end());
    }
    return all;
}

int weight(unsigned mask)
{
    constexpr std::array<int, 4> costs{2, 2, 2, 3};
    int sum = 0;
    for (std::size_t which = 0; which < 4; ++which)
        if ((mask >> which & 1U) != 0) sum += costs[which];
    return sum;
}

} // namespace

std::vector<Group> classes_of(const std::vector<Key>& keys)
{
    Group order(keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t person) -> const Key& { return keys[person]; });
    std::vector<Group> groups;
    for (const std::size_t person : order) {
        if (groups.empty() || keys[groups.back().front()] != keys[person]) groups.emplace_back();
        groups.back().push_back(person);
    }
    return groups;
}

bool holds(const Group& group, const Keyed& people, int k)
{
    if (std::ssize(group) < k) return false;
    std::vector<int> count(static_cast<std::size_t>(people.instruments));
    for (const std::size_t person : group)
        for (const int instrument : people.answered[person])
            ++count[static_cast<std::size_t>(instrument)];
    return std::ranges::all_of(count, [&](int n) { return n == 0 || n >= k; });
}

std::optional<std::vector<Key>> suppress(const Keyed& people, int k, int most)
{
    std::vector<Group> sound;
    Group loose;
    for (Group& group : classes_of(people.keys)) {
        if (holds(group, people, k))
            sound.push_back(std::move(group));
        else
            loose.insert(loose.end(), group.begin(), group.end());
    }
    if (loose.empty()) return people.keys;
    if (std::ssize(loose) > most) return std::nullopt;

    std::optional<std::vector<Key>> best;
    int best_cost = 0;
    for (unsigned mask = 1; mask <= every_value; ++mask) {
        const auto losers = hide(sound, loose, people, k, mask);
        if (!losers || std::ssize(*losers) > most) continue;
        const int cost = weight(mask) * static_cast<int>(losers->size());
        if (best && cost >= best_cost) continue;
        std::vector<Key> after = people.keys;
        for (const std::size_t person : *losers)
            after[person] = masked(after[person], mask);
        const auto groups = classes_of(after);
        if (!std::ranges::all_of(groups, [&](const Group& group) { return holds(group, people, k); })) continue;
        best = std::move(after);
        best_cost = cost;
    }
    return best;
}

} // namespace rapport::release
