#include "instruments/criteria.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>

namespace rapport::instruments {

namespace {

using States = std::bitset<criterion_states_limit>;
using Counts = std::array<int, criterion_parts_limit>;

/// A count above this changes nothing more: the need is filled, or the upper bound is passed.
int cap(const CriterionPart& part)
{
    if (part.range) return 0;
    return part.most ? *part.most + 1 : part.need;
}

bool holds(const CriterionPart& part, int count)
{
    return count >= part.need && (!part.most || count <= *part.most);
}

struct Count {
    int reached = 0;
    int open = 0;
};

/// How many of a part's items reach their threshold, and how many still could.
Count count(const Definition& definition, const CriterionPart& part, const Evidence& evidence)
{
    Count now;
    const int* threshold = part.at_least.data();
    for (const std::size_t item : part.items) {
        const int least = *threshold++;
        const Answer answer = evidence.response.items[item];
        if (evidence.standing[item] == Standing::answered) {
            now.reached += answer.value() >= least ? 1 : 0;
            continue;
        }
        const Possible could = possible(definition, item, answer, evidence.standing[item], evidence.context);
        const auto reaching =
            std::count_if(could.values.begin(), could.values.end(), [&](int value) { return value >= least; });
        const bool all = reaching == static_cast<std::ptrdiff_t>(could.values.size());
        now.reached += all ? 1 : 0;
        now.open += reaching > 0 && !all ? 1 : 0;
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

void add(const Criterion& criterion, Counts& counts, std::size_t item, int value)
{
    for (std::size_t p = 0; p < criterion.parts.size(); ++p)
        if (reaches(criterion.parts[p], item, value)) counts[p] = std::min(counts[p] + 1, cap(criterion.parts[p]));
}

States after_answer(const Criterion& criterion, const States& before, std::size_t item, int value)
{
    States after;
    for (std::size_t state = 0, all = criterion_states(criterion); state < all; ++state) {
        if (!before[state]) continue;
        Counts counts = unpack(criterion, state);
        add(criterion, counts, item, value);
        after.set(pack(criterion, counts));
    }
    return after;
}

/// Whether every way the item's answer could be brings the same to every part.
bool is_known(const Criterion& criterion, std::size_t item, const Possible& could)
{
    return std::all_of(criterion.parts.begin(), criterion.parts.end(), [&](const CriterionPart& part) {
        return std::all_of(could.values.begin(), could.values.end(), [&](int value) {
            return reaches(part, item, value) == reaches(part, item, could.values.front());
        });
    });
}

/// Parts may share items, and an upper bound of one part may bar what another needs, so all completions are followed
/// at once, by the counts they lead to.
bool some_completion_meets(const Definition& definition, const Criterion& criterion, const Evidence& evidence)
{
    Counts start{};
    std::vector<std::pair<std::size_t, Possible>> open;
    for (std::size_t item = 0; item < evidence.response.items.size(); ++item) {
        const bool used = std::any_of(criterion.parts.begin(), criterion.parts.end(), [&](const CriterionPart& part) {
            return std::find(part.items.begin(), part.items.end(), item) != part.items.end();
        });
        if (!used) continue;
        Possible could =
            possible(definition, item, evidence.response.items[item], evidence.standing[item], evidence.context);
        if (is_known(criterion, item, could))
            add(criterion, start, item, could.values.front());
        else
            open.emplace_back(item, std::move(could));
    }
    States states;
    states.set(pack(criterion, start));
    for (const auto& [item, could] : open) {
        States next;
        for (const int value : could.values)
            next |= after_answer(criterion, states, item, value);
        states = next;
    }

    for (std::size_t state = 0, all = criterion_states(criterion); state < all; ++state) {
        if (!states[state]) continue;
        const Counts counts = unpack(criterion, state);
        bool every = true;
        for (std::size_t p = 0; p < criterion.parts.size(); ++p)
            every = every && (criterion.parts[p].range || holds(criterion.parts[p], counts[p]));
        if (every) return true;
    }
    return false;
}

Tri in_range(double lowest, double highest, std::optional<double> at_least, std::optional<double> at_most)
{
    if ((at_least && highest < *at_least) || (at_most && lowest > *at_most)) return Tri::not_met;
    if ((!at_least || lowest >= *at_least) && (!at_most || highest <= *at_most)) return Tri::met;
    return Tri::cannot_tell;
}

std::optional<double> edge(const std::optional<ScoreRange::Edge>& of, bool female)
{
    if (!of) return std::nullopt;
    return female ? of->female : of->male;
}

} // namespace

std::size_t criterion_states(const Criterion& criterion)
{
    std::size_t states = 1;
    for (const CriterionPart& part : criterion.parts)
        if (states <= criterion_states_limit && !part.range) states *= static_cast<std::size_t>(cap(part) + 1);
    return states;
}

Tri judge(const ScoreRange& range, const ScoreValue& value, const Context& context)
{
    const auto of = [&](bool female) {
        return in_range(value.lowest, value.highest, edge(range.at_least, female), edge(range.at_most, female));
    };
    if (const Sex sex = sex_of(context); sex != Sex::any) return of(sex == Sex::female);
    return of(true) == of(false) ? of(true) : Tri::cannot_tell;
}

CriterionValue judge(const Definition& definition, const Criterion& criterion, const Evidence& evidence)
{
    CriterionValue out{criterion.id, Tri::cannot_tell};
    bool certain = true;
    bool bounded = false;
    bool by_part = false;
    for (const CriterionPart& part : criterion.parts) {
        if (part.range) {
            const ScoreValue& value = evidence.scores[part.range->score];
            const Tri tri = judge(*part.range, value, evidence.context);
            if (tri == Tri::not_met) return {criterion.id, Tri::not_met};
            certain = certain && tri == Tri::met;
            by_part = by_part || !value.value;
            continue;
        }
        const Count now = count(definition, part, evidence);
        if (now.reached + now.open < part.need || (part.most && now.reached > *part.most))
            return {criterion.id, Tri::not_met};
        certain = certain && holds(part, now.reached) && holds(part, now.reached + now.open);
        bounded = bounded || part.most.has_value();
    }
    if (certain) {
        out.tri = Tri::met;
        out.by_part = by_part;
        return out;
    }
    // Without upper bounds the answers that help one part help them all, so what each allows, all allow together.
    if (bounded && !some_completion_meets(definition, criterion, evidence)) out.tri = Tri::not_met;
    return out;
}

} // namespace rapport::instruments
