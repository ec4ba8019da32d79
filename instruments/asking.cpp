#include "instruments/asking.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

/// Items are settled first to last, so a condition finds those it names already settled.
using Settled = std::vector<Tri>;

Tri evaluate(const Condition& condition, const Response& response, const Settled& settled)
{
    if (condition.kind == Condition::Kind::item) {
        if (settled[condition.item] == Tri::not_met) return Tri::not_met;
        const Answer answer = response.items[condition.item];
        if (!answer.given() || settled[condition.item] == Tri::cannot_tell) return Tri::cannot_tell;
        const bool named =
            std::find(condition.values.begin(), condition.values.end(), answer.value()) != condition.values.end();
        return named ? Tri::met : Tri::not_met;
    }
    // Of "all", one part that fails decides; of "any", one that holds.
    const Tri decisive = condition.kind == Condition::Kind::all ? Tri::not_met : Tri::met;
    Tri all_agree = condition.kind == Condition::Kind::all ? Tri::met : Tri::not_met;
    for (const Condition& part : condition.parts) {
        const Tri tri = evaluate(part, response, settled);
        if (tri == decisive) return decisive;
        if (tri == Tri::cannot_tell) all_agree = Tri::cannot_tell;
    }
    return all_agree;
}

Tri settle(const Item& item, const Response& response, const Settled& settled, const Context& context)
{
    if (item.not_for != Sex::any && item.not_for == sex_of(context)) return Tri::not_met;
    return item.asked_when ? evaluate(*item.asked_when, response, settled) : Tri::met;
}

Settled settle_all(const Definition& definition, const Response& response, const Context& context, std::size_t until)
{
    Settled settled(until, Tri::met);
    for (std::size_t i = 0; i < until; ++i)
        if (definition.items[i].has_rule()) settled[i] = settle(definition.items[i], response, settled, context);
    return settled;
}

} // namespace

Tri asked(const Definition& definition, std::size_t item, const Response& response, const Context& context)
{
    return settle_all(definition, response, context, item + 1).back();
}

std::vector<Standing> standings(const Definition& definition, const Response& response, const Context& context)
{
    std::vector<Standing> standing(definition.items.size());
    if (std::none_of(definition.items.begin(), definition.items.end(),
                     [](const Item& item) { return item.has_rule(); })) {
        std::transform(response.items.begin(), response.items.end(), standing.begin(),
                       [](const Answer& answer) { return answer.given() ? Standing::answered : Standing::missing; });
        return standing;
    }
    const Settled settled = settle_all(definition, response, context, definition.items.size());
    for (std::size_t i = 0; i < settled.size(); ++i) {
        const bool given = response.items[i].given();
        if (settled[i] == Tri::met)
            standing[i] = given ? Standing::answered : Standing::missing;
        else if (settled[i] == Tri::cannot_tell)
            standing[i] = Standing::unclear;
        else
            standing[i] = given ? Standing::contradicted : Standing::skipped;
    }
    return standing;
}

Possible possible(const Definition& definition, std::size_t item, Answer answer, Standing standing,
                  const Context& context)
{
    const Item& of = definition.items[item];
    if (standing == Standing::answered) return {{answer.value()}};
    if (standing == Standing::skipped) return {{of.skipped_as}};
    Possible could;
    if (answer.given())
        could.values.push_back(answer.value());
    else
        for (const Choice& choice : definition.choices(item))
            could.values.push_back(choice.value);
    const bool perhaps_not_asked =
        standing != Standing::missing || (of.not_for != Sex::any && sex_of(context) == Sex::any);
    if (perhaps_not_asked && std::find(could.values.begin(), could.values.end(), of.skipped_as) == could.values.end())
        could.values.push_back(of.skipped_as);
    return could;
}

} // namespace rapport::instruments
