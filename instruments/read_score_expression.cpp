#include <algorithm>
#include <limits>

#include "instruments/outcome.h"
#include "instruments/read_parts.h"

namespace rapport::instruments {

namespace {

using Node = Expression::Node;
constexpr std::size_t most_ways = 20'000;
constexpr std::size_t tries = 2'000;
constexpr std::size_t cost_of_a_node = 40; ///< in the steps that checks share

ExpressionNames names_of(const Draft& draft)
{
    const auto in = [](const std::unordered_map<std::string, std::size_t>& ids, std::string_view name) {
        const auto known = ids.find(std::string(name));
        return known == ids.end() ? std::nullopt : std::optional(known->second);
    };
    return {[&draft, in](std::string_view name) { return in(draft.items, name); },
            [&draft, in](std::string_view name) { return in(draft.scores, name); }};
}

std::string about(std::size_t at, std::string_view what)
{
    return "at character " + std::to_string(at) + ": " + std::string(what);
}

/// What an expression may be given: one list of numbers for each item and each score it uses.
struct Givens {
    std::vector<std::vector<Rational>> items;  ///< by position in Score::items
    std::vector<std::vector<Rational>> scores; ///< by position in Score::inputs
    bool exact = true;                         ///< these are all there are, and each goes with each
    std::size_t ways = 1;                      ///< 0: too many to count
};

Givens givens_of(const Score& score, const Draft& draft)
{
    Givens all;
    const auto add = [&](std::vector<std::vector<Rational>>& to, std::vector<Rational> values) {
        std::sort(values.begin(), values.end());
        all.ways = values.size() > most_ways || all.ways > most_ways / values.size() ? 0 : all.ways * values.size();
        to.push_back(std::move(values));
    };
    for (const std::size_t item : score.items) {
        std::vector<Rational> values;
        for (const Choice& choice : draft.definition.choices(item))
            values.emplace_back(choice.value);
        add(all.items, std::move(values));
    }
    for (const std::size_t input : score.inputs) {
        std::vector<Rational> values;
        const Score& of = draft.definition.scores[input];
        all.exact = false; // scores may rest on the same items
        const std::vector<double> ends{of.min, of.max};
        for (const double value : draft.reachable[input].value_or(ends))
            if (const auto exact = Rational::of(value)) values.push_back(*exact);
        if (values.empty()) values.emplace_back();
        add(all.scores, std::move(values));
    }
    all.exact = all.exact && all.ways != 0;
    return all;
}

class Check {
public:
    Check(const Score& score, Draft& draft) : score_(score), draft_(draft), givens_(givens_of(score, draft)) {}

    void run(Fields& fields)
    {
        if (!check_conditions(fields)) return;
        if (!go_through()) return; // out of steps: what was found so far must do
        if (seen_none_) return fields.problem("expression", "gives no value whatever the answers are");
        const auto outside = [&](std::string_view name, double found) {
            fields.problem(name, "is passed: for some answers the expression comes to " + text_of(found));
        };
        if (lowest_ < score_.min) outside("min", lowest_);
        if (highest_ > score_.max) outside("max", highest_);
        check_branches(fields);
        const Expression& of = *score_.expression; // complete answers do not reach what fewer of them come to
        if (of.uses(Expression::Kind::answered) || of.uses(Expression::Kind::sum_answered)) return;
        if (givens_.exact && lowest_ > score_.min) fields.problem("min", "is not the lowest the items can give");
        if (givens_.exact && highest_ < score_.max) fields.problem("max", "is not the highest the items can give");
    }

    /// Every value there is, where all ways were gone through and none of them is one that cannot be.
    Values take_values()
    {
        if (!all_seen_) return std::nullopt;
        std::sort(values_.begin(), values_.end());
        values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
        return std::move(values_);
    }

private:
    static std::string text_of(double value) { return print_json(Json::of(value), Layout::one_line); }

    [[nodiscard]] const std::vector<Rational>& values_of(const Node& node) const
    {
        const bool item = node.kind == Expression::Kind::item;
        const std::vector<std::size_t>& members = item ? score_.items : score_.inputs;
        const auto member = std::ranges::lower_bound(members, node.index) - members.begin();
        return (item ? givens_.items : givens_.scores)[static_cast<std::size_t>(member)];
    }

    /// A condition that the answers cannot change, or an outcome beyond "min" and "max" for certain, is a slip.
    bool check_conditions(Fields& fields)
    {
        const Expression& expression = *score_.expression;
        const Leaf anything = [&](const Node& node) {
            Known out;
            out.lost = Lost::missing;
            out.low = values_of(node).front();
            out.high = values_of(node).back();
            if (node.kind == Expression::Kind::score) {
                out.low = Rational::of(draft_.definition.scores[node.index].min).value_or(out.low);
                out.high = Rational::of(draft_.definition.scores[node.index].max).value_or(out.high);
            }
            return out;
        };
        work_out(expression, anything, OpenAnswers::or_never, worked_);
        bool sound = true;
        for (std::size_t i = 0; i < expression.nodes.size(); ++i) {
            const Node& node = expression.nodes[i];
            const Held held = worked_.conditions[i].by_range;
            if (!is_condition(node.kind) || held == Held::unknown) continue;
            fields.problem("expression", about(node.at, held == Held::yes ? "the condition always holds"
                                                                          : "the condition never holds"));
            sound = false;
        }
        const Known& whole = worked_.numbers.back();
        if (sound && whole.range == Known::Range::bounded) {
            if (whole.low.value() > score_.min) fields.problem("min", "is below all that the expression can give");
            if (whole.high.value() < score_.max) fields.problem("max", "is above all that the expression can give");
            sound = whole.low.value() <= score_.min && whole.high.value() >= score_.max;
        }
        return sound;
    }

    /// Once all ways were gone through. Complete answers say nothing of what hangs on how many are answered.
    void check_branches(Fields& fields)
    {
        if (!givens_.exact) return;
        const std::vector<Node>& nodes = score_.expression->nodes;
        std::vector<bool> of_answers(nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            of_answers[i] = nodes[i].kind == Expression::Kind::answered ||
                            nodes[i].kind == Expression::Kind::sum_answered ||
                            std::ranges::any_of(nodes[i].parts, [&](std::size_t part) { return of_answers[part]; });
            if (!is_condition(nodes[i].kind) || of_answers[i] || (held_[i] && failed_[i])) continue;
            if (held_[i]) fields.problem("expression", about(nodes[i].at, "the condition always holds"));
            if (failed_[i]) fields.problem("expression", about(nodes[i].at, "the condition never holds"));
        }
    }

    bool go_through()
    {
        const std::size_t cost = cost_of_a_node * score_.expression->nodes.size() + score_.items.size();
        const std::size_t affordable = draft_.steps_left / cost;
        if (givens_.ways > affordable) givens_.ways = 0;
        givens_.exact = givens_.exact && givens_.ways != 0;
        const std::size_t rounds = givens_.ways != 0 ? givens_.ways : std::min(tries, affordable);
        if (rounds == 0) return false;
        draft_.steps_left -= rounds * cost;
        for (std::size_t way = 0; way < rounds; ++way)
            try_one(way);
        all_seen_ = givens_.ways != 0;
        return true;
    }

    /// Way number `way` of all, or one drawn: always the same, the first all lowest and the second all highest.
    std::size_t pick(std::size_t size, std::size_t& way)
    {
        if (givens_.ways != 0) {
            const std::size_t chosen = way % size;
            way /= size;
            return chosen;
        }
        if (way < 2) return way == 0 ? 0 : size - 1;
        drawn_ = drawn_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return static_cast<std::size_t>(drawn_ >> 33U) % size;
    }

    void try_one(std::size_t way)
    {
        std::vector<Rational> items;
        std::vector<Rational> scores;
        for (const auto& values : givens_.items)
            items.push_back(values[pick(values.size(), way)]);
        for (const auto& values : givens_.scores)
            scores.push_back(values[pick(values.size(), way)]);
        const Leaf leaf = [&](const Node& node) {
            const bool item = node.kind == Expression::Kind::item;
            const std::vector<std::size_t>& members = item ? score_.items : score_.inputs;
            const auto member = std::ranges::lower_bound(members, node.index) - members.begin();
            return Known::of((item ? items : scores)[static_cast<std::size_t>(member)]);
        };
        work_out(*score_.expression, leaf, OpenAnswers::to_be_given, worked_);
        for (std::size_t i = 0; i < worked_.conditions.size(); ++i) {
            held_[i] = held_[i] || worked_.conditions[i].by_value == Held::yes;
            failed_[i] = failed_[i] || worked_.conditions[i].by_value == Held::no;
        }
        const Known& whole = worked_.numbers.back();
        if (whole.lost != Lost::no) return;
        const double value = whole.value.value();
        lowest_ = seen_none_ ? value : std::min(lowest_, value);
        highest_ = seen_none_ ? value : std::max(highest_, value);
        seen_none_ = false;
        values_.push_back(value);
    }

    const Score& score_;
    Draft& draft_;
    Givens givens_;
    WorkedOut worked_;
    std::vector<bool> held_ = std::vector<bool>(score_.expression->nodes.size());
    std::vector<bool> failed_ = held_;
    std::vector<double> values_;
    double lowest_ = 0;
    double highest_ = 0;
    std::uint64_t drawn_ = 1;
    bool seen_none_ = true;
    bool all_seen_ = false;
};

} // namespace

void read_expression_of(Fields& fields, Score& score, Draft& draft)
{
    const std::string source = fields.text("expression");
    if (source.empty()) return;
    ExpressionReading reading = read_expression(source, names_of(draft));
    for (const ExpressionReading::Fault& fault : reading.faults)
        fields.problem("expression", about(fault.at, fault.what));
    if (!reading.faults.empty()) return;
    score.items = reading.expression.indexes(Expression::Kind::item);
    score.inputs = reading.expression.indexes(Expression::Kind::score);
    score.reversed.assign(score.items.size(), false);
    if (score.items.empty() && score.inputs.empty()) fields.problem("expression", "uses no item and no score");
    score.expression = std::move(reading.expression);
}

Values check_expression(Fields& fields, const Score& score, Draft& draft)
{
    Check check(score, draft);
    check.run(fields);
    return check.take_values();
}

} // namespace rapport::instruments
