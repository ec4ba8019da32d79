#include "instruments/scoring.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "instruments/criteria.h"

namespace rapport::instruments {

namespace {

struct Ends {
    int low = 0;
    int high = 0;
};

Ends ends(const std::vector<Choice>& choices)
{
    Ends found{choices.front().value, choices.front().value};
    for (const Choice& choice : choices) {
        found.low = std::min(found.low, choice.value);
        found.high = std::max(found.high, choice.value);
    }
    return found;
}

/// What the answered items add up to, and what the missing ones could add.
struct Tally {
    std::int64_t sum = 0;
    std::int64_t low = 0;
    std::int64_t high = 0;
    int answered = 0;
};

/// The loop every score runs through: it reads the answers in place and asks for choices only where it must.
Tally tally(const Definition& definition, const Score& score, const Response& response)
{
    Tally now;
    const Answer* const answers = response.items.data();
    auto reversed = score.reversed.begin();
    for (const std::size_t item : score.items) {
        const Answer answer = answers[item];
        const bool turned = *reversed++;
        if (answer.given() && !turned) {
            now.sum += answer.value();
            ++now.answered;
            continue;
        }
        const Ends end = ends(definition.choices(item)); // reversal maps this range onto itself
        if (answer.given()) {
            now.sum += end.low + end.high - answer.value();
            ++now.answered;
        } else {
            now.low += end.low;
            now.high += end.high;
        }
    }
    return now;
}

/// Certain for every completion: also where the cut-off is a range, its nearer edge counts as reached.
bool reaches_cut_off(const Score& score, double lowest, double highest)
{
    return std::any_of(score.cut_offs.begin(), score.cut_offs.end(), [&](const CutOff& cut) {
        return score.direction == Direction::higher_is_worse ? lowest >= cut.from : highest <= cut.to;
    });
}

/// Bands ascend and cover the range; only a prorated value can fall between two of them.
void put_in_band(const Score& score, double value, ScoreValue& out)
{
    const auto band =
        std::find_if(score.bands.begin(), score.bands.end(), [&](const Band& each) { return value <= each.to; });
    if (band == score.bands.end()) return;
    out.band = band->label;
    if (value < band->from && band != score.bands.begin()) {
        out.band = (band - 1)->label;
        out.band_above = band->label;
    }
}

void evaluate(const Definition& definition, const Score& score, const Response& response, ScoreValue& out)
{
    const Tally now = tally(definition, score, response);
    const auto all = static_cast<std::int64_t>(score.items.size());
    const double divisor = score.method == Method::mean ? static_cast<double>(all) : 1.0;

    out.id = score.id;
    out.items = static_cast<int>(all);
    out.answered = now.answered;
    out.lowest = static_cast<double>(now.sum + now.low) / divisor;
    out.highest = static_cast<double>(now.sum + now.high) / divisor;

    const int missing = out.items - out.answered;
    if (missing == 0) {
        out.value = out.lowest;
    } else if (missing <= score.missing.max_missing && now.answered > 0) {
        // Sum times items stays whole, so the mean that stands in for the missing answers is rounded once, here.
        const std::int64_t points = score.method == Method::mean ? now.sum : now.sum * all;
        out.value = static_cast<double>(points) / now.answered;
        out.prorated = true;
    } else {
        out.absent = score.missing.id;
        out.cut_off_reached_by_part = reaches_cut_off(score, out.lowest, out.highest);
    }
    if (out.value) put_in_band(score, *out.value, out);
}

} // namespace

Scored score(const Definition& definition, const Response& response, const Context&)
{
    assert(fits(definition, response));
    Scored out;
    out.scores.resize(definition.scores.size());
    for (std::size_t i = 0; i < out.scores.size(); ++i)
        evaluate(definition, definition.scores[i], response, out.scores[i]);

    out.criteria.resize(definition.criteria.size());
    for (std::size_t i = 0; i < out.criteria.size(); ++i)
        out.criteria[i] = {definition.criteria[i].id, judge(definition, definition.criteria[i], response)};

    for (const CriticalItem& critical : definition.critical_items) {
        const Answer answer = response.items[critical.item];
        const bool fires = answer.given() ? answer.value() >= critical.at_least : critical.when_unanswered;
        if (fires) out.flags.push_back({critical.id, critical.item, !answer.given()});
    }
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
