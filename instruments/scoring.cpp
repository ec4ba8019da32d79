#include "instruments/scoring.h"

#include <algorithm>
#include <cassert>

#include "instruments/asking.h"
#include "instruments/criteria.h"
#include "instruments/evaluate.h"

namespace rapport::instruments {

Scored score(const Definition& definition, const Response& response, const Context& context)
{
    assert(fits(definition, response));
    const std::vector<Standing> standing = standings(definition, response, context);
    Scored out;
    out.scores.reserve(definition.scores.size());
    for (const Score& each : definition.scores)
        out.scores.push_back(evaluate(definition, each, response, standing, context, out.scores));

    out.criteria.reserve(definition.criteria.size());
    for (const Criterion& criterion : definition.criteria)
        out.criteria.push_back(judge(definition, criterion, {response, standing, context, out.scores}));

    for (const CriticalItem& critical : definition.critical_items) {
        const Answer answer = response.items[critical.item];
        if (fires(critical, answer, standing[critical.item]))
            out.flags.push_back({critical.id, critical.item, !answer.given()});
    }
    for (std::size_t item = 0; item < standing.size(); ++item)
        if (standing[item] == Standing::contradicted) out.contradicted.push_back(item);
    return out;
}

bool fits(const Definition& definition, const Response& response)
{
    if (response.items.size() != definition.items.size()) return false;
    const Item* item = definition.items.data();
    const ChoiceSet* const sets = definition.choice_sets.data();
    for (const Answer answer : response.items) {
        const std::vector<Choice>& choices = sets[(item++)->choice_set].choices;
        if (!answer.given()) continue;
        // Most sets count upwards by one, and then the value says where its choice stands.
        const auto guess = static_cast<std::size_t>(answer.value() - choices.data()->value);
        if (guess < choices.size() && choices.data()[guess].value == answer.value()) continue;
        if (std::none_of(choices.begin(), choices.end(),
                         [&](const Choice& choice) { return choice.value == answer.value(); }))
            return false;
    }
    return true;
}

Sex sex_of(const Context& context)
{
    if (context.sex == "female") return Sex::female;
    return context.sex == "male" ? Sex::male : Sex::any;
}

std::string_view word(Tri tri)
{
    switch (tri) {
    case Tri::met:
        return "met";
    case Tri::not_met:
        return "not_met";
    case Tri::cannot_tell:
        return "cannot_tell";
    }
    return "";
}

std::string_view word(Missing missing)
{
    switch (missing) {
    case Missing::declined:
        return "declined";
    case Missing::not_asked:
        return "not_asked";
    case Missing::not_reached:
        return "not_reached";
    case Missing::cleared:
        return "cleared";
    case Missing::unrecorded:
        return "unrecorded";
    }
    return "";
}

} // namespace rapport::instruments
