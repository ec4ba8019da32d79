#include "instruments/column_plan.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

constexpr int most_in_a_byte = 255;
constexpr std::size_t most_counted = 127;

/// Whether what an item comes to depends on more than its answer. One in no score and no rule changes none of them.
bool hangs_on_others(const Definition& definition, std::size_t item)
{
    const auto holds = [item](const std::vector<std::size_t>& items) {
        return std::find(items.begin(), items.end(), item) != items.end();
    };
    const auto uses = [&](const Score& score) { return holds(score.items); };
    const auto asks = [&](const Criterion& criterion) {
        return std::any_of(criterion.parts.begin(), criterion.parts.end(),
                           [&](const CriterionPart& part) { return holds(part.items); });
    };
    return definition.items[item].has_rule() &&
           (std::any_of(definition.scores.begin(), definition.scores.end(), uses) ||
            std::any_of(definition.criteria.begin(), definition.criteria.end(), asks));
}

ColumnPlan::Choices choices_of(const Definition& definition, std::size_t item, bool& fits)
{
    const auto [low, high] =
        std::minmax_element(definition.choices(item).begin(), definition.choices(item).end(),
                            [](const Choice& left, const Choice& right) { return left.value < right.value; });
    fits = fits && low->value > no_answer && high->value <= 127;
    if (!fits) return {};
    const bool holes = static_cast<std::size_t>(high->value - low->value + 1) != definition.choices(item).size();
    return {static_cast<std::int8_t>(low->value), static_cast<std::int8_t>(high->value), holes};
}

/// Sums of answers as they are or turned round, none of them below nought and together within a byte.
bool is_a_sum_of_bytes(const Definition& definition, const Score& score,
                       const std::vector<ColumnPlan::Choices>& choices)
{
    const bool adds =
        score.method == Method::sum || score.method == Method::mean || score.method == Method::percent_of_max;
    if (!adds || score.items.empty() || !score.recode.empty()) return false;
    if (score.items.size() > most_counted || extremes(definition, score).high > most_in_a_byte) return false;
    return std::all_of(score.items.begin(), score.items.end(), [&](std::size_t item) {
        return choices[item].low >= 0 && choices[item].low + choices[item].high <= 127;
    });
}

ColumnPlan::Sum sum_of(const Definition& definition, const Score& score,
                       const std::vector<ColumnPlan::Choices>& choices)
{
    ColumnPlan::Sum sum;
    for (std::size_t m = 0; m < score.items.size(); ++m) {
        const ColumnPlan::Choices& of = choices[score.items[m]];
        const auto each = [](int value) { return ColumnPlan::Bytes{} + static_cast<std::int8_t>(value); };
        sum.members.push_back({score.items[m], score.reversed[m], of.low > 0, each(of.low), each(of.high),
                               each(of.low + of.high), each(0)});
    }
    sum.range = extremes(definition, score);
    return sum;
}

bool has(const ColumnPlan::Sum& sum, const ColumnPlan::Member& member)
{
    return std::any_of(sum.members.begin(), sum.members.end(), [&](const ColumnPlan::Member& each) {
        return each.item == member.item && each.turned == member.turned;
    });
}

/// A total over clusters need not be added up item by item again.
void share_sums(std::vector<ColumnPlan::Sum>& sums)
{
    for (std::size_t whole = 0; whole < sums.size(); ++whole) {
        std::vector<std::size_t> parts;
        std::size_t covered = 0;
        for (std::size_t part = 0; part < sums.size(); ++part) {
            const auto& members = sums[part].members;
            const bool smaller =
                part != whole && sums[part].of_scores.empty() && members.size() < sums[whole].members.size();
            const bool inside = smaller && std::all_of(members.begin(), members.end(),
                                                       [&](const auto& each) { return has(sums[whole], each); });
            const bool apart = std::none_of(parts.begin(), parts.end(), [&](std::size_t other) {
                return std::any_of(members.begin(), members.end(),
                                   [&](const auto& each) { return has(sums[other], each); });
            });
            if (!inside || !apart) continue;
            parts.push_back(part);
            covered += members.size();
        }
        if (covered == sums[whole].members.size()) sums[whole].of_scores = std::move(parts);
    }
}

/// Lets a sum count what a part of a rule asks of the same items, once each.
void link_part(std::vector<ColumnPlan::Sum>& sums, ColumnPlan::Part& part)
{
    for (std::size_t s = 0; s < sums.size(); ++s) {
        ColumnPlan::Sum& sum = sums[s];
        if (!sum.of_scores.empty() || sum.counts_part || sum.members.size() != part.items.size()) continue;
        std::vector<std::int8_t> in_order;
        for (const ColumnPlan::Member& member : sum.members) {
            const auto found = std::find(part.items.begin(), part.items.end(), member.item);
            if (found == part.items.end()) break;
            in_order.push_back(part.at_least[static_cast<std::size_t>(found - part.items.begin())]);
        }
        if (in_order.size() != sum.members.size()) continue;
        for (std::size_t m = 0; m < in_order.size(); ++m)
            sum.members[m].below = ColumnPlan::Bytes{} + static_cast<std::int8_t>(in_order[m] - 1);
        sum.counts_part = true;
        part.by_sum = s;
        return;
    }
}

std::vector<std::size_t> checked_apart(const ColumnPlan& plan)
{
    std::vector<bool> in_a_sum(plan.choices.size());
    for (const ColumnPlan::Sum& sum : plan.sums)
        for (const ColumnPlan::Member& member : sum.members)
            if (sum.of_scores.empty()) in_a_sum[member.item] = true;
    std::vector<std::size_t> others;
    for (std::size_t item = 0; item < in_a_sum.size(); ++item)
        if (!in_a_sum[item] || plan.choices[item].holes) others.push_back(item);
    return others;
}

bool read_rule(const Criterion& criterion, std::vector<ColumnPlan::Part>& rule)
{
    for (const CriterionPart& from : criterion.parts) {
        if (from.range || from.items.size() > most_counted) return false;
        ColumnPlan::Part part;
        part.items = from.items;
        for (const int least : from.at_least) {
            if (least <= no_answer || least > 127) return false;
            part.at_least.push_back(static_cast<std::int8_t>(least));
        }
        part.need = static_cast<std::int8_t>(from.need);
        part.bounded = from.most.has_value();
        part.most = static_cast<std::int8_t>(from.most.value_or(127));
        part.size = static_cast<std::int8_t>(from.items.size());
        rule.push_back(std::move(part));
    }
    return true;
}

} // namespace

std::shared_ptr<const ColumnPlan> make_column_plan(const Definition& definition)
{
    auto plan = std::make_shared<ColumnPlan>(definition);
    bool fits = true;
    for (std::size_t item = 0; item < definition.items.size(); ++item)
        fits = fits && !hangs_on_others(definition, item);
    for (std::size_t item = 0; item < definition.items.size(); ++item)
        plan->choices.push_back(choices_of(definition, item, fits));
    for (const Score& score : definition.scores)
        fits = fits && is_a_sum_of_bytes(definition, score, plan->choices);
    for (const Criterion& criterion : definition.criteria) {
        plan->rules.emplace_back();
        fits = fits && read_rule(criterion, plan->rules.back());
    }
    plan->many_at_once = fits;
    if (!fits) return plan;
    for (const Score& score : definition.scores)
        plan->sums.push_back(sum_of(definition, score, plan->choices));
    share_sums(plan->sums);
    for (std::vector<ColumnPlan::Part>& rule : plan->rules)
        for (ColumnPlan::Part& part : rule)
            link_part(plan->sums, part);
    plan->others = checked_apart(*plan);
    return plan;
}

} // namespace rapport::instruments
