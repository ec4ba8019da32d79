#include "instruments/evaluate.h"

#include <algorithm>

#include "instruments/outcome.h"
#include "instruments/tally.h"

namespace rapport::instruments {

ScoreValue evaluate(const Definition& definition, const Score& score, const Response& response,
                    const std::vector<Standing>& standing, const Context& context,
                    const std::vector<ScoreValue>& before)
{
    ScoreValue out;
    out.id = score.id;
    if (score.inputs.empty() && !score.expression) {
        // What complete responses could come to is a measure of percentages alone, and takes going through all choices.
        const Extremes range = score.method == Method::percent_of_max ? extremes(definition, score) : Extremes{};
        conclude(score, tally(definition, score, response, standing, context), range, context, out);
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
    if (score.expression)
        evaluate_expression(definition, score, response, standing, context, before, out);
    else
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

} // namespace rapport::instruments
