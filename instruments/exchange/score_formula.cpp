#include <algorithm>
#include <map>
#include <numeric>

#include "instruments/exchange/expression_formula.h"
#include "instruments/tally.h"

namespace rapport::instruments {

namespace {

using Kind = Formula::Kind;
using namespace formula;

/// One member of a score of items: what it adds, and what has to hold for that.
struct Member {
    Formula answered; ///< asked, and has its answer
    Formula open;     ///< asked, and has none
    Formula settled;  ///< what it adds is known: answered, or left out by rule
    Formula own;      ///< what the answer adds
    double skipped = 0;
    bool has_rule = false;
};

/// A value counts as itself, as a constant less itself, as a multiple, or otherwise value by value.
Formula points_formula(const Definition& definition, const Score& score, std::size_t member)
{
    const std::size_t item = score.items[member];
    const std::vector<Choice>& choices = definition.choices(item);
    const MemberPoints counts_as(definition, score, member);
    const auto each = [&](auto&& test) {
        return std::all_of(choices.begin(), choices.end(),
                           [&](const Choice& choice) { return test(choice.value, counts_as(choice.value)); });
    };
    const Formula value = of(Kind::item, item);
    if (each([](int own, std::int64_t counts) { return counts == own; })) return value;
    const std::int64_t turn = choices.front().value + counts_as(choices.front().value);
    if (each([&](int own, std::int64_t counts) { return counts == turn - own; }))
        return pair(Kind::take_away, number(static_cast<double>(turn)), value);
    if (score.method == Method::weighted && score.recode.empty() && !score.reversed[member])
        return pair(Kind::times, value, number(static_cast<double>(score.weights[member].ten_thousandths)));

    std::map<std::int64_t, std::vector<int>> by_points;
    for (const Choice& choice : choices)
        by_points[counts_as(choice.value)].push_back(choice.value);
    std::vector<Formula> parts;
    for (const auto& [counts, values] : by_points)
        if (counts != 0) parts.push_back(choose(item_is(item, values), number(static_cast<double>(counts)), number(0)));
    return parts.empty() ? number(0) : add(std::move(parts));
}

Member member_of(const Definition& definition, const Score& score, std::size_t index)
{
    const std::size_t item = score.items[index];
    const Item& of_item = definition.items[item];
    Member member;
    member.has_rule = of_item.has_rule();
    member.own = points_formula(definition, score, index);
    const Formula given = of(Kind::item_given, item);
    if (!member.has_rule) {
        member.answered = given;
        member.settled = given;
        member.open = negate(given);
        return member;
    }
    const MemberPoints counts_as(definition, score, index);
    const std::int64_t skipped = counts_as(of_item.skipped_as);
    member.skipped = static_cast<double>(skipped);
    std::vector<int> same; // answered though not asked, and it makes no difference
    for (const Choice& choice : definition.choices(item))
        if (counts_as(choice.value) == skipped) same.push_back(choice.value);
    const Formula asked = asked_formula(definition, item);
    member.answered = all({asked, given});
    member.open = all({asked, negate(given)});
    member.settled =
        any({member.answered,
             all({left_out_formula(definition, item), any({negate(given), item_is(item, std::move(same))})})});
    return member;
}

struct Fraction {
    std::int64_t above = 1;
    std::int64_t below = 1;
    std::int64_t zero = 0; ///< taken away first
};

Fraction worth(const Definition& definition, const Score& score)
{
    Fraction each{score.scale.ten_thousandths, Decimal::one, 0};
    const std::size_t members = score.inputs.empty() ? score.items.size() : score.inputs.size();
    if (score.method == Method::mean) each.below *= static_cast<std::int64_t>(members);
    if (score.method == Method::weighted) each.below *= Decimal::one;
    if (score.method == Method::percent_of_max) {
        const Extremes range = extremes(definition, score);
        each.above *= 100;
        each.below *= range.high - range.low;
        each.zero = range.low;
    }
    const std::int64_t common = std::gcd(each.above, each.below);
    each.above /= common;
    each.below /= common;
    return each;
}

Formula scaled(Formula units, const Fraction& each, Formula below)
{
    if (each.above != 1) units = pair(Kind::times, std::move(units), number(static_cast<double>(each.above)));
    if (below.kind == Kind::number && below.number == 1) return units;
    return pair(Kind::divide, std::move(units), std::move(below));
}

Formula less(Formula units, double zero)
{
    return zero == 0 ? units : pair(Kind::take_away, std::move(units), number(zero));
}

Formula together(const Score& score, std::vector<Formula> parts)
{
    if (score.method != Method::max || parts.size() == 1) return add(std::move(parts));
    Formula out;
    out.kind = Kind::highest;
    out.parts = std::move(parts);
    return out;
}

/// Every member counts: an answer as itself, one left out by rule as its rule says.
Formula complete(const Score& score, const std::vector<Member>& members, const Fraction& each)
{
    std::vector<Formula> parts;
    for (const Member& member : members)
        parts.push_back(member.has_rule ? choose(member.answered, member.own, number(member.skipped)) : member.own);
    return scaled(less(together(score, std::move(parts)), static_cast<double>(each.zero)), each,
                  number(static_cast<double>(each.below)));
}

/// The mean of the answered stands in for the open ones: (sum of answered) * (answered + open) / answered.
Formula by_mean(std::size_t score, const std::vector<Member>& members, const Fraction& each, const Formula& answered,
                const Formula& open)
{
    std::vector<Formula> sums;
    std::vector<Formula> skips;
    bool any_rule = false;
    for (const Member& member : members) {
        any_rule = any_rule || member.has_rule;
        sums.push_back(choose(member.answered, member.own, number(0)));
        if (member.has_rule && member.skipped != 0)
            skips.push_back(choose(any({member.answered, member.open}), number(0), number(member.skipped)));
    }
    const Formula sum = named("sum", score, add(std::move(sums)));
    Formula units =
        pair(Kind::times, sum, any_rule ? add({answered, open}) : number(static_cast<double>(members.size())));
    if (!skips.empty()) units = add({std::move(units), pair(Kind::times, add(std::move(skips)), answered)});
    if (each.zero != 0)
        units = pair(Kind::take_away, std::move(units),
                     pair(Kind::times, answered, number(static_cast<double>(each.zero))));
    Formula below = each.below == 1 ? answered : pair(Kind::times, answered, number(static_cast<double>(each.below)));
    return scaled(std::move(units), each, std::move(below));
}

Formula of_items(const Definition& definition, std::size_t index)
{
    const Score& score = definition.scores[index];
    std::vector<Member> members;
    for (std::size_t member = 0; member < score.items.size(); ++member)
        members.push_back(member_of(definition, score, member));
    const Fraction each = worth(definition, score);
    Formula full = complete(score, members, each);

    std::vector<Formula> settled;
    for (const Member& member : members)
        settled.push_back(member.settled);
    if (score.missing.max_missing == 0) return choose(all(std::move(settled)), std::move(full), blank());

    std::vector<Formula> sound; // none that may be one not to ask, and none answered against its rule
    std::vector<Formula> answers;
    std::vector<Formula> gaps;
    for (const Member& member : members) {
        if (member.has_rule) sound.push_back(any({member.settled, member.open}));
        answers.push_back(choose(member.answered, number(1), number(0)));
        gaps.push_back(choose(member.open, number(1), number(0)));
    }
    const Formula answered = named("answered", index, add(std::move(answers)));
    const Formula open = named("open", index, add(std::move(gaps)));
    sound.push_back(compare(Kind::at_least, answered, 1));
    sound.push_back(compare(Kind::at_most, open, score.missing.max_missing));
    Formula rest = choose(all(std::move(sound)), by_mean(index, members, each, answered, open), blank());
    return choose(all(std::move(settled)), std::move(full), std::move(rest));
}

/// Each row by itself, so that no table nests deeper than a foreign parser likes.
Formula looked_up(const Table& table, std::size_t input)
{
    std::vector<Formula> known;
    std::vector<Formula> values;
    for (const Table::Row& row : table.rows) {
        const Formula here = compare(Kind::equal, of(Kind::score, input), row.raw);
        known.push_back(here);
        values.push_back(choose(here, number(row.value), number(0)));
    }
    return choose(any(std::move(known)), add(std::move(values)), blank());
}

Formula of_scores(const Definition& definition, const Score& score)
{
    std::vector<Formula> given;
    std::vector<Formula> shares;
    for (std::size_t member = 0; member < score.inputs.size(); ++member) {
        const Formula value = of(Kind::score, score.inputs[member]);
        given.push_back(of(Kind::score_given, score.inputs[member]));
        if (score.method == Method::count)
            shares.push_back(choose(compare(Kind::at_least, value, score.count_at_least), number(1), number(0)));
        else if (score.method == Method::weighted)
            shares.push_back(
                pair(Kind::times, value, number(static_cast<double>(score.weights[member].ten_thousandths))));
        else
            shares.push_back(value);
    }
    if (score.table)
        return choose(all(std::move(given)), looked_up(definition.tables[*score.table], score.inputs.front()), blank());
    const Fraction each = worth(definition, score);
    return choose(all(std::move(given)),
                  scaled(together(score, std::move(shares)), each, number(static_cast<double>(each.below))), blank());
}

} // namespace

ItemFormula item_formula(const Definition& definition, std::size_t item)
{
    Score alone;
    alone.items = {item};
    alone.reversed = {false};
    Member member = member_of(definition, alone, 0);
    ItemFormula out{member.settled, member.open, member.own};
    if (member.has_rule) out.value = choose(member.answered, member.own, number(member.skipped));
    return out;
}

bool has_formula(const Definition& definition, std::size_t score)
{
    return !definition.scores[score].expression || expression_formula(definition, score).has_value();
}

Formula score_formula(const Definition& definition, std::size_t score)
{
    const Score& of = definition.scores[score];
    if (of.expression) return expression_formula(definition, score).value_or(blank());
    return of.inputs.empty() ? of_items(definition, score) : of_scores(definition, of);
}

bool is_whole(const Definition& definition, const Score& score)
{
    if (score.expression)
        return gives_whole_numbers(*score.expression,
                                   [&](std::size_t input) { return is_whole(definition, definition.scores[input]); });
    if (score.table) return false;
    const bool inputs_whole = std::all_of(score.inputs.begin(), score.inputs.end(), [&](std::size_t input) {
        return is_whole(definition, definition.scores[input]);
    });
    return inputs_whole && score.missing.max_missing == 0 && worth(definition, score).below == 1;
}

} // namespace rapport::instruments
