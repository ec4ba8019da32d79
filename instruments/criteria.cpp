#include "instruments/criteria.h"

#include <algorithm>
#include <array>
#include <bitset>

namespace rapport::instruments {

namespace {

using States = std::bitset<criterion_states_limit>;
using Counts = std::array<int, criterion_parts_limit>;

/// A count above this changes nothing more: the need is filled, or the upper bound is passed.
int cap(const CriterionPart& part)
{
    return part.most ? *part.most + 1 : part.need;
}

bool holds(const CriterionPart& part, int count)
{
    return count >= part.need && (!part.most || count <= *part.most);
}

struct Standing {
    int reached = 0;
    int missing = 0;
};

Standing standing(const CriterionPart& part, const Response& response)
{
    Standing now;
    const Answer* const answers = response.items.data();
    const int* threshold = part.at_least.data();
    for (const std::size_t item : part.items) {
        const Answer answer = answers[item];
        const bool given = answer.given();
        const int least = *threshold++;
        now.reached += given && answer.value() >= least ? 1 : 0;
        now.missing += given ? 0 : 1;
    }
    return now;
}

/// Whether the part's threshold for `item` is reached by `value`; false when the part does not ask it.
bool reaches(const CriterionPart& part, std::size_t item, int value)
{
    const auto found = std::find(part.items.begin(), part.items.end(), item);
    return found != part.items.end() && value >= part.at_least[static_cast<std::size_t>(found - part.items.begin())];
}

std::size_t pack(const Criterion& criterion, const Counts& counts)
{
    std::size_t state = 0;
    for (std::size_t p = 0; p < criterion.parts.size(); ++p)
        state = state * static_cast<std::size_t>(cap(criterion.parts[p]) + 1) + static_cast<std::size_t>(counts[p]);
    return state;
}

Counts unpack(const Criterion& criterion, std::size_t state)
{
    Counts counts{};
    for (std::size_t p = criterion.parts.size(); p-- > 0;) {
        const auto base = static_cast<std::size_t>(cap(criterion.parts[p]) + 1);
        counts[p] = static_cast<int>(state % base);
        state /= base;
    }
    return counts;
}

States after_answer(const Criterion& criterion, const States& before, std::size_t item, int value)
{
    States after;
    for (std::size_t state = 0, all = criterion_states(criterion); state < all; ++state) {
        if (!before[state]) continue;
        Counts counts = unpack(criterion, state);
        for (std::size_t p = 0; p < criterion.parts.size(); ++p)
            if (reaches(criterion.parts[p], item, value)) counts[p] = std::min(counts[p] + 1, cap(criterion.parts[p]));
        after.set(pack(criterion, counts));
    }
    return after;
}

/// Parts may share items, and an upper bound of one part may bar what another needs, so all completions are followed
/// at once, by the counts they lead to.
bool some_completion_meets(const Definition& definition, const Criterion& criterion, const Response& response)
{
    Counts start{};
    for (std::size_t p = 0; p < criterion.parts.size(); ++p)
        start[p] = std::min(standing(criterion.parts[p], response).reached, cap(criterion.parts[p]));
    States states;
    states.set(pack(criterion, start));

    for (std::size_t item = 0; item < response.items.size(); ++item) {
        const bool asked = std::any_of(criterion.parts.begin(), criterion.parts.end(), [&](const CriterionPart& part) {
            return std::find(part.items.begin(), part.items.end(), item) != part.items.end();
        });
        if (!asked || response.items[item].given()) continue;
        States next;
        for (const Choice& choice : definition.choices(item))
            next |= after_answer(criterion, states, item, choice.value);
        states = next;
    }

    for (std::size_t state = 0, all = criterion_states(criterion); state < all; ++state) {
        if (!states[state]) continue;
        const Counts counts = unpack(criterion, state);
        bool every = true;
        for (std::size_t p = 0; p < criterion.parts.size(); ++p)
            every = every && holds(criterion.parts[p], counts[p]);
        if (every) return true;
    }
    return false;
}

} // namespace

std::size_t criterion_states(const Criterion& criterion)
{
    std::size_t states = 1;
    for (const CriterionPart& part : criterion.parts)
        if (states <= criterion_states_limit) states *= static_cast<std::size_t>(cap(part) + 1);
    return states;
}

Tri judge(const Definition& definition, const Criterion& criterion, const Response& response)
{
    bool certain = true;
    bool bounded = false;
    for (const CriterionPart& part : criterion.parts) {
        const Standing now = standing(part, response);
        if (now.reached + now.missing < part.need) return Tri::not_met;
        if (part.most && now.reached > *part.most) return Tri::not_met;
        certain = certain && holds(part, now.reached) && holds(part, now.reached + now.missing);
        bounded = bounded || part.most.has_value();
    }
    if (certain) return Tri::met;
    // Without upper bounds the answers that help one part help them all, so what each allows, all allow together.
    if (bounded && !some_completion_meets(definition, criterion, response)) return Tri::not_met;
    return Tri::cannot_tell;
}

} // namespace rapport::instruments
