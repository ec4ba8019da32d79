#include "instruments/tally.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

int sum_of_ends(const std::vector<Choice>& choices)
{
    const auto [low, high] =
        std::minmax_element(choices.begin(), choices.end(),
                            [](const Choice& left, const Choice& right) { return left.value < right.value; });
    return low->value + high->value;
}

int recoded(const Score& score, int value)
{
    const auto row = std::lower_bound(score.recode.begin(), score.recode.end(), value,
                                      [](const Recode& each, int wanted) { return each.value < wanted; });
    return row != score.recode.end() && row->value == value ? row->points : value;
}

/// Widens the range by one value more.
void widen(Extremes& range, std::int64_t each, bool first)
{
    range.low = first ? each : std::min(range.low, each);
    range.high = first ? each : std::max(range.high, each);
}

Extremes extremes_of(const Definition& definition, const Score& score, std::size_t member, const Possible& could)
{
    const MemberPoints points(definition, score, member);
    Extremes found;
    for (const int& value : could.values)
        widen(found, points(value), &value == could.values.data());
    return found;
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
        const std::int64_t own = MemberPoints(definition, score, member)(answer.value());
        ++now.answered;
        now.sum += own;
        take(now.low, own, score, member);
        take(now.high, own, score, member);
        return;
    }
    const Possible could = possible(definition, score.items[member], answer, standing, context);
    const Extremes range = extremes_of(definition, score, member, could);
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
    case Method::expression:
        break;
    }
    return each;
}

std::int64_t zero(const Score& score, const Extremes& range)
{
    return score.method == Method::percent_of_max ? range.low : 0;
}

} // namespace

MemberPoints::MemberPoints(const Definition& definition, const Score& score, std::size_t member)
    : score_(score), turned_(score.reversed[member])
{
    if (turned_) ends_ = sum_of_ends(definition.choices(score.items[member])); // reversal maps this range onto itself
    if (score.method == Method::weighted) weight_ = score.weights[member].ten_thousandths;
}

std::int64_t MemberPoints::operator()(int value) const
{
    std::int64_t own = score_.recode.empty() ? value : recoded(score_, value);
    if (turned_) own = ends_ - own;
    if (score_.method == Method::count) return own >= score_.count_at_least ? 1 : 0;
    return own * weight_;
}

Extremes extremes_of_member(const Definition& definition, const Score& score, std::size_t member)
{
    const MemberPoints points(definition, score, member);
    const std::vector<Choice>& choices = definition.choices(score.items[member]);
    Extremes found;
    for (const Choice& choice : choices)
        widen(found, points(choice.value), &choice == choices.data());
    return found;
}

Extremes extremes(const Definition& definition, const Score& score)
{
    Extremes all;
    for (std::size_t member = 0; member < score.items.size(); ++member) {
        const Extremes own = extremes_of_member(definition, score, member);
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
