#include "instruments/scoring.h"

#include <algorithm>
#include <cassert>

#include "instruments/asking.h"
#include "instruments/criteria.h"
#include "instruments/outcome.h"
#include "instruments/tally.h"

namespace rapport::instruments {

namespace {

ScoreValue evaluate(const Definition& definition, const Score& score, const Response& response,
                    const std::vector<Standing>& standing, const Context& context,
                    const std::vector<ScoreValue>& before)
{
    ScoreValue out;
    out.id = score.id;
    if (score.inputs.empty()) {
        conclude(score, tally(definition, score, response, standing, context), extremes(definition, score), context,
                 out);
        return out;
    }
    const std::vector<bool> below = items_below(definition, score);
    for (std::size_t item = 0; item < below.size(); ++item) {
        if (!below[item]) continue;
        const bool left_out = standing[item] == Standing::skipped || standing[item] == Standing::contradicted;
        out.skipped += left_out ? 1 : 0;
        out.items += left_out ? 0 : 1;
        out.answered += standing[item] == Standing::answered ? 1 : 0;
    }
    conclude_from_scores(definition, score, before, context, out);
    return out;
}

/// An answer given calls for attention also where it was not to be asked for.
bool fires(const CriticalItem& critical, Answer answer, Standing standing)
{
    if (!answer.given()) return critical.when_unanswered && standing != Standing::skipped;
    if (critical.at_least && answer.value() >= *critical.at_least) return true;
    return std::find(critical.values.begin(), critical.values.end(), answer.value()) != critical.values.end();
}

} // namespace

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
