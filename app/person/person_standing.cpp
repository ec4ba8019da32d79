#include <algorithm>
#include <cmath>

#include "app/person/person_summary.h"
#include "app/person/person_words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using strings::say;

namespace {

/// Severity bands in a few words, for instruments whose change no paper here judges.
std::string band_words(const instruments::Score& score, double value)
{
    const person::Standing standing = person::stand(score.bands, value);
    if (!standing.band) return {};
    if (standing.above)
        return say("desk.person.row.between", {{"band", standing.band->label}, {"above", standing.above->label}});
    return say("desk.person.row.band",
               {{"band", standing.band->label}, {"range", person::range(standing.band->from, standing.band->to)}});
}

} // namespace

Sentence standing_of(const vault::PersonRow& row, const std::vector<instruments::Definition>& definitions)
{
    Sentence sentence;
    const auto found = std::find_if(definitions.begin(), definitions.end(), [&](const auto& each) {
        return each.id == row.last_instrument && !each.scores.empty();
    });
    if (row.last_instrument.empty() || found == definitions.end()) return sentence;
    const instruments::Definition& definition = *found;

    if (!row.last_total) {
        sentence.score = say("desk.person.row.no_total", {{"title", definition.short_title},
                                                          {"answered", std::to_string(row.last_answered)},
                                                          {"items", std::to_string(row.last_items)}});
        return sentence;
    }
    sentence.score =
        say("desk.person.row.score", {{"title", definition.short_title}, {"value", person::number(*row.last_total)}});

    const std::size_t main = person::main_score(definition);
    const auto* threshold = instruments::default_threshold(definition, main);
    if (!threshold) sentence.judgement = band_words(definition.scores[main], *row.last_total);
    if (!row.first_total || row.first_day >= row.last_day) return sentence;

    const double moved = *row.last_total - *row.first_total;
    sentence.direction = moved < 0 ? -1 : moved > 0 ? 1 : 0;
    const std::string way = moved < 0 ? "lower" : moved > 0 ? "higher" : "same";
    sentence.change = say("desk.person.row." + way, {{"points", person::number(std::abs(moved))},
                                                     {"day", person::day_near(row.first_day, row.last_day)}});
    if (threshold && moved != 0)
        sentence.judgement = person::short_judgement(
            *threshold, instruments::change(definition, *threshold, *row.first_total, *row.last_total), row.person.sex);
    return sentence;
}

} // namespace rapport::desk
