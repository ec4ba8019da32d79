#include <algorithm>

#include "instruments/expression.h"

namespace rapport::instruments {

namespace {

using Kind = Expression::Kind;
using Node = Expression::Node;
using Range = Known::Range;

/// The graver of two reasons.
Lost graver(Lost left, Lost right)
{
    return std::max(left, right);
}

Known without_value(Lost why)
{
    Known out;
    out.lost = why;
    out.range = Range::none;
    return out;
}

Known endless(Known number)
{
    number.range = Range::endless;
    return number;
}

Rational lower(Rational left, Rational right)
{
    return right < left ? right : left;
}

Rational higher(Rational left, Rational right)
{
    return left < right ? right : left;
}

/// What both have to say of the range, before their edges are looked at.
Range joint(const Known& left, const Known& right)
{
    if (left.range == Range::none || right.range == Range::none) return Range::none;
    return left.range == Range::endless || right.range == Range::endless ? Range::endless : Range::bounded;
}

/// Either of two ranges may be the one.
void widen(Known& out, const Known& other)
{
    if (other.range == Range::none) return;
    if (out.range == Range::none) {
        out.range = other.range;
        out.low = other.low;
        out.high = other.high;
        return;
    }
    out.range = joint(out, other);
    out.low = lower(out.low, other.low);
    out.high = higher(out.high, other.high);
}

using Combine = std::optional<Rational> (*)(Rational, Rational);

/// `combine` has no more than its corners, so the four of them bound it.
Known combined(const Known& left, const Known& right, Combine combine)
{
    Known out;
    out.lost = graver(left.lost, right.lost);
    if (out.lost == Lost::no) {
        const auto value = combine(left.value, right.value);
        out.lost = value ? Lost::no : Lost::too_large;
        out.value = value.value_or(Rational());
    }
    out.range = joint(left, right);
    if (out.range != Range::bounded) return out;
    bool first = true;
    for (const Rational one : {left.low, left.high})
        for (const Rational other : {right.low, right.high}) {
            const auto corner = combine(one, other);
            if (!corner) return endless(out);
            out.low = first ? *corner : lower(out.low, *corner);
            out.high = first ? *corner : higher(out.high, *corner);
            first = false;
        }
    return out;
}

Known divided(const Known& left, const Known& right)
{
    const bool by_zero = right.lost == Lost::no && right.value.is_zero();
    const bool perhaps = right.range == Range::bounded && !(Rational() < right.low) && !(right.high < Rational());
    if (!by_zero && !perhaps) return combined(left, right, Rational::divide);
    Known out;
    out.lost = graver(graver(left.lost, right.lost), by_zero ? Lost::by_zero : Lost::no);
    if (out.lost == Lost::no) {
        const auto value = Rational::divide(left.value, right.value);
        out.lost = value ? Lost::no : Lost::too_large;
        out.value = value.value_or(Rational());
    }
    out.range = joint(left, right);
    if (out.range == Range::bounded) out.range = right.low == right.high ? Range::none : Range::endless;
    return out;
}

Known chosen_end(const Known& left, const Known& right, Rational (*pick)(Rational, Rational))
{
    Known out;
    out.lost = graver(left.lost, right.lost);
    out.value = pick(left.value, right.value);
    out.range = joint(left, right);
    out.low = pick(left.low, right.low);
    out.high = pick(left.high, right.high);
    return out;
}

Known negative(Known number)
{
    number.value = number.value.negative();
    const Rational low = number.low;
    number.low = number.high.negative();
    number.high = low.negative();
    return number;
}

KnownCondition negation(KnownCondition condition)
{
    const auto turned = [](Held held) {
        if (held == Held::unknown) return held;
        return held == Held::yes ? Held::no : Held::yes;
    };
    condition.by_value = turned(condition.by_value);
    condition.by_range = turned(condition.by_range);
    return condition;
}

Held held(bool yes)
{
    return yes ? Held::yes : Held::no;
}

KnownCondition less(const Known& left, const Known& right)
{
    KnownCondition out;
    out.lost = graver(left.lost, right.lost);
    if (out.lost == Lost::no) out.by_value = held(left.value < right.value);
    if (joint(left, right) != Range::bounded) return out;
    if (left.high < right.low) out.by_range = Held::yes;
    if (!(left.low < right.high)) out.by_range = Held::no;
    return out;
}

KnownCondition equal(const Known& left, const Known& right)
{
    KnownCondition out;
    out.lost = graver(left.lost, right.lost);
    if (out.lost == Lost::no) out.by_value = held(left.value == right.value);
    if (joint(left, right) != Range::bounded) return out;
    const bool points = left.low == left.high && right.low == right.high;
    if (points && left.low == right.low) out.by_range = Held::yes;
    if (left.high < right.low || right.high < left.low) out.by_range = Held::no;
    return out;
}

class Run {
public:
    Run(const Leaf& leaf, OpenAnswers open, WorkedOut& out) : leaf_(leaf), open_(open), out_(out) {}

    void number(const Node& node, std::size_t here) { out_.numbers[here] = number(node); }
    void condition(const Node& node, std::size_t here) { out_.conditions[here] = condition(node); }

private:
    [[nodiscard]] const Known& part(const Node& node, std::size_t which) const
    {
        return out_.numbers[node.parts[which]];
    }
    [[nodiscard]] const KnownCondition& test(const Node& node, std::size_t which) const
    {
        return out_.conditions[node.parts[which]];
    }

    template <class Join>
    Known folded(const Node& node, Join join) const
    {
        Known out = part(node, 0);
        for (std::size_t i = 1; i < node.parts.size(); ++i)
            out = join(out, part(node, i));
        return out;
    }

    [[nodiscard]] Known summed(const Node& node) const
    {
        return folded(node, [](const Known& left, const Known& right) { return combined(left, right, Rational::add); });
    }

    /// Every condition is told apart on its own: the number lies between those sure to hold and those that may.
    [[nodiscard]] Known counted(const Node& node) const
    {
        int now = 0, sure = 0, may = 0;
        Known out;
        for (std::size_t i = 0; i < node.parts.size(); ++i) {
            const KnownCondition& each = test(node, i);
            if (each.by_value == Held::unknown) out.lost = graver(out.lost, each.lost);
            now += each.by_value == Held::yes ? 1 : 0;
            sure += each.by_range == Held::yes ? 1 : 0;
            may += each.by_range != Held::no ? 1 : 0;
        }
        out.value = Rational(now);
        out.low = Rational(sure);
        out.high = Rational(may);
        return out;
    }

    [[nodiscard]] Known answered(const Node& node, bool add_up) const
    {
        Known out = add_up ? summed(node) : Known::of(Rational(static_cast<int>(node.parts.size())));
        if (open_ == OpenAnswers::or_never) {
            if (add_up)
                widen(out, Known::of(Rational()));
            else
                out.low = Rational();
        }
        out.lost = Lost::no;
        out.value = Rational();
        for (std::size_t i = 0; i < node.parts.size(); ++i) {
            const Known& each = part(node, i);
            if (each.lost == Lost::missing) continue;
            out.lost = graver(out.lost, each.lost);
            if (out.lost != Lost::no) continue;
            const auto next = Rational::add(out.value, add_up ? each.value : Rational(1));
            out.lost = next ? Lost::no : Lost::too_large;
            out.value = next.value_or(Rational());
        }
        return out;
    }

    [[nodiscard]] Known chosen(const Node& node) const
    {
        const KnownCondition& tested = test(node, 0);
        const Known& then = part(node, 1);
        const Known& otherwise = part(node, 2);
        Known out;
        if (tested.by_value == Held::unknown) {
            out.lost = graver(tested.lost, Lost::missing);
        } else {
            const Known& taken = tested.by_value == Held::yes ? then : otherwise;
            out.lost = taken.lost;
            out.value = taken.value;
        }
        out.range = Range::none;
        if (tested.by_range != Held::no) widen(out, then);
        if (tested.by_range != Held::yes) widen(out, otherwise);
        return out;
    }

    [[nodiscard]] Known number(const Node& node) const
    {
        switch (node.kind) {
        case Kind::number:
            return Known::of(node.number);
        case Kind::item:
        case Kind::score:
            return leaf_(node);
        case Kind::sum:
            return summed(node);
        case Kind::mean:
            return combined(summed(node), Known::of(Rational(static_cast<int>(node.parts.size()))), Rational::divide);
        case Kind::least:
            return folded(node, [](const Known& left, const Known& right) { return chosen_end(left, right, lower); });
        case Kind::highest:
            return folded(node, [](const Known& left, const Known& right) { return chosen_end(left, right, higher); });
        case Kind::negative:
            return negative(part(node, 0));
        case Kind::times:
            return combined(part(node, 0), part(node, 1), Rational::times);
        case Kind::divide:
            return divided(part(node, 0), part(node, 1));
        case Kind::count:
            return counted(node);
        case Kind::answered:
            return answered(node, false);
        case Kind::sum_answered:
            return answered(node, true);
        case Kind::choose:
            return chosen(node);
        default:
            return without_value(Lost::missing);
        }
    }

    /// Of "and", one that fails decides; of "or", one that holds.
    [[nodiscard]] KnownCondition joined(const Node& node, Held decisive) const
    {
        const Held other = decisive == Held::yes ? Held::no : Held::yes;
        KnownCondition out{other, Lost::no, other};
        const auto take = [&](Held& so_far, Held each) {
            if (each == decisive || so_far == decisive)
                so_far = decisive;
            else if (each == Held::unknown)
                so_far = Held::unknown;
        };
        for (std::size_t i = 0; i < node.parts.size(); ++i) {
            take(out.by_value, test(node, i).by_value);
            take(out.by_range, test(node, i).by_range);
            out.lost = graver(out.lost, test(node, i).lost);
        }
        return out;
    }

    [[nodiscard]] KnownCondition condition(const Node& node) const
    {
        switch (node.kind) {
        case Kind::equal:
            return equal(part(node, 0), part(node, 1));
        case Kind::differs:
            return negation(equal(part(node, 0), part(node, 1)));
        case Kind::below:
            return less(part(node, 0), part(node, 1));
        case Kind::at_most:
            return negation(less(part(node, 1), part(node, 0)));
        case Kind::above:
            return less(part(node, 1), part(node, 0));
        case Kind::at_least:
            return negation(less(part(node, 0), part(node, 1)));
        case Kind::both:
            return joined(node, Held::no);
        case Kind::either:
            return joined(node, Held::yes);
        default:
            return negation(test(node, 0));
        }
    }

    const Leaf& leaf_;
    OpenAnswers open_;
    WorkedOut& out_;
};

} // namespace

void work_out(const Expression& expression, const Leaf& leaf, OpenAnswers open, WorkedOut& out)
{
    out.numbers.assign(expression.nodes.size(), {});
    out.conditions.assign(expression.nodes.size(), {});
    Run run(leaf, open, out);
    for (std::size_t here = 0; here < expression.nodes.size(); ++here) {
        const Node& node = expression.nodes[here];
        if (is_condition(node.kind))
            run.condition(node, here);
        else
            run.number(node, here);
    }
}

} // namespace rapport::instruments
