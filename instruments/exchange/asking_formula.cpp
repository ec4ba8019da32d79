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

/// Steps to write out that an item is asked, and that it is left out.
struct Steps {
    std::size_t asked = 1;
    std::size_t left_out = 1;
};

constexpr std::size_t enough = 1'000'000'000;

Steps steps_of(const Condition& condition, const std::vector<Steps>& before)
{
    if (condition.kind == Condition::Kind::item) {
        const Steps& gate = before[condition.item];
        return {gate.asked + 1, gate.asked + gate.left_out + 1};
    }
    Steps all;
    for (const Condition& part : condition.parts) {
        const Steps each = steps_of(part, before);
        all.asked = std::min(enough, all.asked + each.asked);
        all.left_out = std::min(enough, all.left_out + each.left_out);
    }
    return all;
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

std::size_t conditions_size(const Definition& definition)
{
    std::vector<Steps> steps;
    std::size_t all = 0;
    for (const Item& item : definition.items) {
        steps.push_back(item.asked_when ? steps_of(*item.asked_when, steps) : Steps{});
        all = std::min(enough, all + steps.back().asked + steps.back().left_out);
    }
    return all * (definition.scores.size() + 1);
}

Formula left_out_formula(const Definition& definition, std::size_t item)
{
    const Item& of = definition.items[item];
    return named("skipped", item,
                 any({sex_is(of.not_for), of.asked_when ? fails(definition, *of.asked_when) : never()}));
}

} // namespace rapport::instruments
