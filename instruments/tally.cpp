#include "instruments/tally.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

struct Ends {
    int low = 0;
    int high = 0;
};

Ends ends(const std::vector<Choice>& choices)
{
    Ends found{choices.front().value, choices.front().value};
    for (const Choice& choice : choices) {
        found.low = std::min(found.low, choice.value);
        found.high = std::max(found.high, choice.value);
    }
    return found;
}

int recoded(const Score& score, int value)
{
    for (const Recode& row : score.recode)
        if (row.value == value) return row.points;
    return value;
}

template <class Values>
Extremes extremes_of(const Definition& definition, const Score& score, std::size_t member, const Values& values)
{
    Extremes found;
    bool first = true;
    for (const int value : values) {
        const std::int64_t each = points(definition, score, member, value);
        found.low = first ? each : std::min(found.low, each);
        found.high = first ? each : std::max(found.high, each);
        first = false;
    }
    return found;
}

Extremes extremes_of_choices(const Definition& definition, const Score& score, std::size_t member)
{
    std::vector<int> values;
    for (const Choice& choice : definition.choices(score.items[member]))
        values.push_back(choice.value);
    return extremes_of(definition, score, member, values);
}

/// Members add up, or the highest of them counts.
void take(std::int64_t& so_far, std::int64_t next, const Score& score, std::size_t member)
{
    so_far = score.method == Method::max ? (member == 0 ? next : std::max(so_far, next)) : so_far + next;
}

bool makes_a_difference(const Extremes& range)
{
    return range.low != range.high;
}

void take_member(Tally& now, const Definition& definition, const Score& score, std::size_t member, Answer answer,
                 Standing standing, const Context& context)
{
    if (standing == Standing::answered) {
        const std::int64_t own = points(definition, score, member, answer.value());
        ++now.answered;
        now.sum += own;
        take(now.low, own, score, member);
        take(now.high, own, score, member);
        return;
    }
    const Possible could = possible(definition, score.items[member], answer, standing, context);
    const Extremes range = extremes_of(definition, score, member, could.values);
    take(now.low, range.low, score, member);
    take(now.high, range.high, score, member);
    if (standing == Standing::skipped || (standing == Standing::contradicted && !makes_a_difference(range))) {
        ++now.left_out;
        now.skipped += range.low;
        return;
    }
    now.contradicted = now.contradicted || standing == Standing::contradicted;
    now.left_out += standing == Standing::contradicted ? 1 : 0;
    now.unclear = now.unclear || standing == Standing::unclear;
    ++now.open;
}

struct Fraction {
    std::int64_t above = 0;
    std::int64_t below = 1;
};

/// What `units` of a score are worth: units * above / below, after `zero` is taken away.
Fraction worth(const Score& score, const Extremes& range)
{
    Fraction each{score.scale.ten_thousandths, Decimal::one};
    if (each.above % each.below == 0) each = {each.above / each.below, 1};
    switch (score.method) {
    case Method::mean:
        each.below *= static_cast<std::int64_t>(score.items.size());
        break;
    case Method::weighted:
        each.below *= Decimal::one;
        break;
    case Method::percent_of_max:
        each.above *= 100;
        each.below *= range.high - range.low;
        break;
    case Method::sum:
    case Method::max:
    case Method::count:
    case Method::table:
        break;
    }
    return each;
}

std::int64_t zero(const Score& score, const Extremes& range)
{
    return score.method == Method::percent_of_max ? range.low : 0;
}

} // namespace

std::int64_t points(const Definition& definition, const Score& score, std::size_t member, int value)
{
    std::int64_t own = score.recode.empty() ? value : recoded(score, value);
    if (score.reversed[member]) {
        const Ends end = ends(definition.choices(score.items[member])); // reversal maps this range onto itself
        own = end.low + end.high - own;
    }
    if (score.method == Method::count) return own >= score.count_at_least ? 1 : 0;
    if (score.method == Method::weighted) return own * score.weights[member].ten_thousandths;
    return own;
}

Extremes extremes(const Definition& definition, const Score& score)
{
    Extremes all;
    for (std::size_t member = 0; member < score.items.size(); ++member) {
        const Extremes own = extremes_of_choices(definition, score, member);
        take(all.low, own.low, score, member);
        take(all.high, own.high, score, member);
    }
    return all;
}

Tally tally(const Definition& definition, const Score& score, const Response& response,
            const std::vector<Standing>& standing, const Context& context)
{
    Tally now;
    for (std::size_t member = 0; member < score.items.size(); ++member) {
        const std::size_t item = score.items[member];
        take_member(now, definition, score, member, response.items[item], standing[item], context);
    }
    return now;
}

double in_points(const Score& score, std::int64_t units, const Extremes& range)
{
    const Fraction each = worth(score, range);
    return static_cast<double>((units - zero(score, range)) * each.above) / static_cast<double>(each.below);
}

double prorated(const Score& score, const Tally& tally, const Extremes& range)
{
    // Sum times items stays whole, so the mean that stands in for the missing answers is rounded once, here.
    const Fraction each = worth(score, range);
    const std::int64_t units = tally.sum * (tally.answered + tally.open) + tally.skipped * tally.answered;
    return static_cast<double>((units - zero(score, range) * tally.answered) * each.above) /
           static_cast<double>(each.below * tally.answered);
}

} // namespace rapport::instruments
