#include "instruments/exchange/expression_formula.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

using Kind = Formula::Kind;
using Node = Expression::Node;
using namespace formula;

constexpr std::size_t most_steps = 20'000; ///< of one part
constexpr std::size_t most_together = 100'000;
/// Fractions are exact here and rounded there: what parts two of them by less is the same.
constexpr double same = 1e-7;

/// A number: what has to hold for it to be there, and the number. Or a condition: what has to hold for it to be true,
/// and for it to be false; neither where it is unknown.
struct Part {
    Formula given;
    Formula value;
    Formula yes;
    Formula no;
    bool whole = false;
};

class Maker {
public:
    Maker(const Definition& definition, const Score& score) : definition_(definition), score_(score) {}

    std::optional<Formula> make()
    {
        for (const Node& node : score_.expression->nodes) {
            Part part = is_condition(node.kind) ? condition(node) : number(node);
            const std::size_t steps = steps_of(part);
            together_ += steps;
            parts_.push_back(std::move(part));
            if (steps > most_steps || together_ > most_together) return std::nullopt;
        }
        Part& all = parts_.back();
        if (stays_within()) return choose(all.given, all.value, blank());
        const Formula within = formula::all({compare(Kind::at_least, all.value, score_.min - (all.whole ? 0 : same)),
                                             compare(Kind::at_most, all.value, score_.max + (all.whole ? 0 : same))});
        return choose(all.given, choose(within, all.value, blank()), blank());
    }

private:
    /// Whatever the answers are, "min" and "max" hold.
    [[nodiscard]] bool stays_within() const
    {
        const Leaf anything = [&](const Node& node) {
            Known out;
            if (node.kind == Expression::Kind::score) {
                const Score& input = definition_.scores[node.index];
                const auto low = Rational::of(input.min);
                const auto high = Rational::of(input.max);
                if (!low || !high) out.range = Known::Range::endless;
                out.low = low.value_or(Rational());
                out.high = high.value_or(Rational());
                return out;
            }
            const std::vector<Choice>& choices = definition_.choices(node.index);
            const auto [low, high] = std::ranges::minmax(choices, {}, &Choice::value);
            out.low = Rational(low.value);
            out.high = Rational(high.value);
            return out;
        };
        WorkedOut worked;
        work_out(*score_.expression, anything, OpenAnswers::or_never, worked);
        const Known& whole = worked.numbers.back();
        return whole.range == Known::Range::bounded && whole.low.value() >= score_.min &&
               whole.high.value() <= score_.max;
    }

    static std::size_t steps_of(const Formula& formula)
    {
        std::size_t steps = 1;
        for (const Formula& part : formula.parts)
            steps += steps_of(part);
        return steps;
    }
    static std::size_t steps_of(const Part& part)
    {
        return steps_of(part.given) + steps_of(part.value) + steps_of(part.yes) + steps_of(part.no);
    }

    [[nodiscard]] const Part& part(const Node& node, std::size_t which) const { return parts_[node.parts[which]]; }

    [[nodiscard]] std::vector<Formula> values(const Node& node) const
    {
        std::vector<Formula> out;
        for (const std::size_t each : node.parts)
            out.push_back(parts_[each].value);
        return out;
    }

    [[nodiscard]] Formula all_given(const Node& node) const
    {
        std::vector<Formula> out;
        for (const std::size_t each : node.parts)
            out.push_back(parts_[each].given);
        return all(std::move(out));
    }

    [[nodiscard]] bool all_whole(const Node& node) const
    {
        return std::ranges::all_of(node.parts, [&](std::size_t each) { return parts_[each].whole; });
    }

    [[nodiscard]] static Formula several(Kind kind, std::vector<Formula> parts)
    {
        if (parts.size() == 1) return std::move(parts.front());
        Formula out;
        out.kind = kind;
        out.parts = std::move(parts);
        return out;
    }

    [[nodiscard]] Part number(const Node& node) const
    {
        Part out;
        out.given = all_given(node);
        out.whole = all_whole(node);
        switch (node.kind) {
        case Expression::Kind::number:
            out.value = formula::number(node.number.value());
            out.whole = node.number.is_whole();
            break;
        case Expression::Kind::item: {
            ItemFormula item = item_formula(definition_, node.index);
            out.given = std::move(item.settled);
            out.value = std::move(item.value);
            break;
        }
        case Expression::Kind::score:
            out.given = of(Kind::score_given, node.index);
            out.value = of(Kind::score, node.index);
            out.whole = is_whole(definition_, definition_.scores[node.index]);
            break;
        case Expression::Kind::sum:
            out.value = add(values(node));
            break;
        case Expression::Kind::mean:
            out.value = pair(Kind::divide, add(values(node)), formula::number(static_cast<double>(node.parts.size())));
            out.whole = false;
            break;
        case Expression::Kind::least:
            out.value = several(Kind::lowest, values(node));
            break;
        case Expression::Kind::highest:
            out.value = several(Kind::highest, values(node));
            break;
        case Expression::Kind::negative:
            out.value = pair(Kind::take_away, formula::number(0), part(node, 0).value);
            break;
        case Expression::Kind::times:
            out.value = pair(Kind::times, part(node, 0).value, part(node, 1).value);
            break;
        case Expression::Kind::divide:
            out.given = choose(out.given,
                               negate(is_equal(part(node, 1).value, formula::number(0), part(node, 1).whole)), never());
            out.value = pair(Kind::divide, part(node, 0).value, part(node, 1).value);
            out.whole = false;
            break;
        case Expression::Kind::count:
            return count(node);
        case Expression::Kind::answered:
        case Expression::Kind::sum_answered:
            return answered(node);
        case Expression::Kind::choose: {
            const Part& test = part(node, 0);
            out.given = any({all({test.yes, part(node, 1).given}), all({test.no, part(node, 2).given})});
            out.value = choose(test.yes, part(node, 1).value, part(node, 2).value);
            out.whole = part(node, 1).whole && part(node, 2).whole;
            break;
        }
        default:
            out.given = never();
            break;
        }
        return out;
    }

    [[nodiscard]] Part count(const Node& node) const
    {
        std::vector<Formula> known;
        std::vector<Formula> ones;
        for (const std::size_t each : node.parts) {
            known.push_back(any({parts_[each].yes, parts_[each].no}));
            ones.push_back(choose(parts_[each].yes, formula::number(1), formula::number(0)));
        }
        Part out;
        out.given = all(std::move(known));
        out.value = add(std::move(ones));
        out.whole = true;
        return out;
    }

    [[nodiscard]] Part answered(const Node& node) const
    {
        std::vector<Formula> sound;
        std::vector<Formula> values;
        for (const std::size_t each : node.parts) {
            const ItemFormula item = item_formula(definition_, score_.expression->nodes[each].index);
            if (definition_.items[score_.expression->nodes[each].index].has_rule())
                sound.push_back(any({item.settled, item.open}));
            const bool one = node.kind == Expression::Kind::answered;
            values.push_back(choose(item.settled, one ? formula::number(1) : item.value, formula::number(0)));
        }
        Part out;
        out.given = all(std::move(sound));
        out.value = add(std::move(values));
        out.whole = true;
        return out;
    }

    /// Differences are held against nought, so that a format whose numbers are rounded comes to the same.
    [[nodiscard]] static Formula is_equal(const Formula& left, const Formula& right, bool whole)
    {
        if (whole && right.kind == Kind::number) return compare(Kind::equal, left, right.number);
        const Formula apart = pair(Kind::take_away, left, right);
        if (whole) return compare(Kind::equal, apart, 0);
        return all({compare(Kind::at_least, apart, -same), compare(Kind::at_most, apart, same)});
    }
    [[nodiscard]] static Formula is_at_least(const Formula& left, const Formula& right, bool whole)
    {
        if (whole && right.kind == Kind::number) return compare(Kind::at_least, left, right.number);
        return compare(Kind::at_least, pair(Kind::take_away, left, right), whole ? 0 : -same);
    }

    [[nodiscard]] static Part told(const Formula& given, const Formula& test)
    {
        Part out;
        out.yes = choose(given, test, never());
        out.no = choose(given, negate(test), never());
        return out;
    }
    [[nodiscard]] static Part turned(Part part)
    {
        std::swap(part.yes, part.no);
        return part;
    }

    [[nodiscard]] Part condition(const Node& node) const
    {
        if (node.kind == Expression::Kind::both || node.kind == Expression::Kind::either) {
            std::vector<Formula> yes;
            std::vector<Formula> no;
            for (const std::size_t each : node.parts) {
                yes.push_back(parts_[each].yes);
                no.push_back(parts_[each].no);
            }
            Part out;
            const bool both = node.kind == Expression::Kind::both;
            out.yes = both ? all(std::move(yes)) : any(std::move(yes));
            out.no = both ? any(std::move(no)) : all(std::move(no));
            return out;
        }
        const Part& left = part(node, 0);
        if (node.kind == Expression::Kind::negation) return turned(left);
        const Part& right = part(node, 1);
        const Formula given = all({left.given, right.given});
        const bool whole = left.whole && right.whole;
        switch (node.kind) {
        case Expression::Kind::equal:
            return told(given, is_equal(left.value, right.value, whole));
        case Expression::Kind::differs:
            return turned(told(given, is_equal(left.value, right.value, whole)));
        case Expression::Kind::below:
            return turned(told(given, is_at_least(left.value, right.value, whole)));
        case Expression::Kind::at_least:
            return told(given, is_at_least(left.value, right.value, whole));
        case Expression::Kind::above:
            return turned(told(given, is_at_least(right.value, left.value, whole)));
        default:
            return told(given, is_at_least(right.value, left.value, whole));
        }
    }

    const Definition& definition_;
    const Score& score_;
    std::vector<Part> parts_;
    std::size_t together_ = 0;
};

} // namespace

std::optional<Formula> expression_formula(const Definition& definition, std::size_t score)
{
    return Maker(definition, definition.scores[score]).make();
}

} // namespace rapport::instruments
