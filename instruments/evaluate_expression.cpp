#include <algorithm>

#include "instruments/evaluate.h"
#include "instruments/outcome.h"

namespace rapport::instruments {

namespace {

struct Person {
    const Definition& definition;
    const Response& response;
    const std::vector<Standing>& standing;
    const Context& context;
    const std::vector<ScoreValue>& before;
};

Known item(const Person& person, std::size_t index)
{
    const Standing standing = person.standing[index];
    const Possible could = possible(person.definition, index, person.response.items[index], standing, person.context);
    const auto [low, high] = std::ranges::minmax(could.values);
    Known out;
    out.value = out.low = Rational(low);
    out.high = Rational(high);
    if (standing == Standing::missing) out.lost = Lost::missing;
    if (standing == Standing::unclear) out.lost = Lost::unclear;
    if (standing == Standing::contradicted && low != high) out.lost = Lost::contradicted;
    return out;
}

Known score(const ScoreValue& value)
{
    Known out;
    const auto exact = Rational::of(value.value.value_or(0));
    const auto low = Rational::of(value.lowest);
    const auto high = Rational::of(value.highest);
    out.value = exact.value_or(Rational());
    if (!exact) out.lost = Lost::too_large;
    if (!value.value) out.lost = value.absent == answered_although_not_asked ? Lost::contradicted : Lost::missing;
    out.low = low.value_or(Rational());
    out.high = high.value_or(Rational());
    if (!low || !high) out.range = Known::Range::endless;
    return out;
}

std::string_view name_of(Lost lost, const Score& score)
{
    switch (lost) {
    case Lost::contradicted:
        return answered_although_not_asked;
    case Lost::by_zero:
        return divided_by_zero;
    case Lost::too_large:
        return too_large_to_be_exact;
    default:
        return score.missing.id;
    }
}

/// An answer is missing, and the calculation says what that means.
bool stands_in(const Person& person, const Expression& expression)
{
    for (const Expression::Node& node : expression.nodes) {
        if (node.kind != Expression::Kind::answered && node.kind != Expression::Kind::sum_answered) continue;
        for (const std::size_t part : node.parts)
            if (person.standing[expression.nodes[part].index] == Standing::missing) return true;
    }
    return false;
}

void set_range(const Score& score, const Known& whole, ScoreValue& out)
{
    out.lowest = score.min;
    out.highest = score.max;
    if (whole.range != Known::Range::bounded) return;
    const double low = whole.low.value();
    const double high = whole.high.value();
    if (high < score.min || low > score.max) return;
    out.lowest = std::max(score.min, low);
    out.highest = std::min(score.max, high);
}

} // namespace

void evaluate_expression(const Definition& definition, const Score& of, const Response& response,
                         const std::vector<Standing>& standing, const Context& context,
                         const std::vector<ScoreValue>& before, ScoreValue& out)
{
    const Person person{definition, response, standing, context, before};
    const Leaf leaf = [&](const Expression::Node& node) {
        return node.kind == Expression::Kind::item ? item(person, node.index) : score(before[node.index]);
    };
    WorkedOut worked;
    work_out(*of.expression, leaf, OpenAnswers::to_be_given, worked);
    const Known& whole = worked.numbers.back();
    set_range(of, whole, out);
    if (whole.lost != Lost::no) {
        out.absent = name_of(whole.lost, of);
    } else if (const double value = whole.value.value(); value < of.min || value > of.max) {
        out.absent = outside_declared_range;
    } else {
        out.value = value;
        out.prorated = stands_in(person, *of.expression) ||
                       std::ranges::any_of(of.inputs, [&](std::size_t input) { return before[input].prorated; });
    }
    if (!out.value) out.cut_off_reached_by_part = reaches_cut_off(of, context, out.lowest, out.highest);
    put_in_band(of, context, out);
}

} // namespace rapport::instruments
