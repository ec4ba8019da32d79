#include <algorithm>

#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using strings::say;

namespace {

/// Where a choice stands between the item's lowest and highest, 0 to 1.
double step_of(const std::vector<instruments::Choice>& choices, int value)
{
    const auto [low, high] = std::minmax_element(choices.begin(), choices.end(),
                                                 [](const auto& a, const auto& b) { return a.value < b.value; });
    if (low == choices.end() || low->value == high->value) return 0;
    return static_cast<double>(value - low->value) / static_cast<double>(high->value - low->value);
}

std::string choice_words(const std::vector<instruments::Choice>& choices, int value)
{
    for (const auto& choice : choices)
        if (choice.value == value) return choice.text;
    return {};
}

ItemCell make_cell(const vault::Administration& administration, const instruments::Definition& definition,
                   std::size_t item)
{
    const auto& answers = administration.response.items;
    const auto answer = item < answers.size() ? answers[item] : instruments::Answer{};
    if (!answer.given()) return {std::nullopt, 0, missing_words(answer.why())};
    const auto& choices = definition.choices(item);
    return {answer.value(), step_of(choices, answer.value()), choice_words(choices, answer.value())};
}

std::string symbol_of(const instruments::Definition& definition, const instruments::Item& item)
{
    const auto score = definition.score_index(item.cluster);
    return score ? definition.scores[*score].symbol : std::string{};
}

void add_legend(Instrument& instrument, const instruments::Definition& definition)
{
    const auto& choices = definition.choices(0);
    for (const auto& choice : choices)
        instrument.legend.push_back({choice.value, step_of(choices, choice.value), choice.text});
    std::sort(instrument.legend.begin(), instrument.legend.end(),
              [](const LegendStep& a, const LegendStep& b) { return a.value < b.value; });
}

std::optional<double> value_of(const vault::Administration& administration, const std::string& score)
{
    const auto* frozen = find_score(administration, score);
    return frozen ? frozen->value : std::nullopt;
}

} // namespace

std::string missing_words(instruments::Missing why)
{
    switch (why) {
    case instruments::Missing::declined:
        return std::string(say("desk.person.missing.declined"));
    case instruments::Missing::not_asked:
        return std::string(say("desk.person.missing.not_asked"));
    case instruments::Missing::not_reached:
        return std::string(say("desk.person.missing.not_reached"));
    case instruments::Missing::cleared:
        return std::string(say("desk.person.missing.cleared"));
    case instruments::Missing::unrecorded:
        break;
    }
    return std::string(say("desk.person.missing.unrecorded"));
}

void add_items(Instrument& instrument, const std::vector<const vault::Administration*>& current,
               const instruments::Definition& definition)
{
    for (std::size_t index = 0; index < definition.scores.size(); ++index) {
        const auto& score = definition.scores[index];
        if (index == main_score(definition)) continue;
        instrument.clusters.push_back({score.symbol, score.name, score.min, score.max,
                                       value_of(*current.front(), score.id), value_of(*current.back(), score.id)});
    }
    for (const auto* administration : current)
        instrument.item_days.push_back(administration->day);
    if (!definition.items.empty()) add_legend(instrument, definition);

    for (std::size_t item = 0; item < definition.items.size(); ++item) {
        ItemRow row;
        row.cluster = symbol_of(definition, definition.items[item]);
        row.number = definition.items[item].id;
        row.label = definition.items[item].label;
        for (const auto* administration : current) {
            row.cells.push_back(make_cell(*administration, definition, item));
            const ItemCell& cell = row.cells.back();
            auto& reasons = instrument.missing_words;
            if (!cell.value && std::find(reasons.begin(), reasons.end(), cell.words) == reasons.end())
                reasons.push_back(cell.words);
        }
        if (row.cells.size() > 1 && row.cells.front().value && row.cells.back().value)
            row.change = *row.cells.back().value - *row.cells.front().value;
        instrument.items.push_back(std::move(row));
    }
}

} // namespace rapport::desk::person
