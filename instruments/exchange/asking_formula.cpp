#include <algorithm>

#include "instruments/exchange/formula.h"

namespace rapport::instruments {

namespace {

using Kind = Formula::Kind;
using namespace formula;

std::vector<int> other_values(const Definition& definition, const Condition& leaf)
{
    std::vector<int> others;
    for (const Choice& choice : definition.choices(leaf.item))
        if (std::find(leaf.values.begin(), leaf.values.end(), choice.value) == leaf.values.end())
            others.push_back(choice.value);
    return others;
}

/// An item left out itself has none of the answers asked about, whatever stands there.
Formula leaf_fails(const Definition& definition, const Condition& leaf)
{
    return any({left_out_formula(definition, leaf.item),
                all({asked_formula(definition, leaf.item), item_is(leaf.item, other_values(definition, leaf))})});
}

Formula holds(const Definition& definition, const Condition& condition)
{
    if (condition.kind == Condition::Kind::item)
        return all({asked_formula(definition, condition.item), item_is(condition.item, condition.values)});
    std::vector<Formula> parts;
    for (const Condition& part : condition.parts)
        parts.push_back(holds(definition, part));
    return condition.kind == Condition::Kind::all ? all(std::move(parts)) : any(std::move(parts));
}

Formula fails(const Definition& definition, const Condition& condition)
{
    if (condition.kind == Condition::Kind::item) return leaf_fails(definition, condition);
    std::vector<Formula> parts;
    for (const Condition& part : condition.parts)
        parts.push_back(fails(definition, part));
    return condition.kind == Condition::Kind::all ? any(std::move(parts)) : all(std::move(parts));
}

Formula sex_is(Sex sex)
{
    if (sex == Sex::any) return never();
    Formula out = of(Kind::sex_is, 0);
    out.name = sex == Sex::female ? "female" : "male";
    return out;
}

} // namespace

Formula asked_formula(const Definition& definition, std::size_t item)
{
    const Item& of = definition.items[item];
    return named("asked", item,
                 all({negate(sex_is(of.not_for)), of.asked_when ? holds(definition, *of.asked_when) : always()}));
}

Formula left_out_formula(const Definition& definition, std::size_t item)
{
    const Item& of = definition.items[item];
    return named("skipped", item,
                 any({sex_is(of.not_for), of.asked_when ? fails(definition, *of.asked_when) : never()}));
}

} // namespace rapport::instruments
