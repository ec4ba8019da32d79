#include "storage/vault/alert_rules.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace rapport::vault {

namespace {

std::string number_in_words(double value)
{
    return value == std::floor(value) ? fmt::format("{:.0f}", value) : fmt::format("{:.1f}", value);
}

} // namespace

std::string answer_in_words(const instruments::Definition& definition, std::size_t item, instruments::Answer answer)
{
    if (!answer.given()) return std::string(instruments::word(answer.why()));
    const auto& choices = definition.choices(item);
    const auto chosen = std::ranges::find(choices, answer.value(), &instruments::Choice::value);
    if (chosen == choices.end() || chosen->text.empty()) return std::to_string(answer.value());
    return chosen->text;
}

std::string total_in_words(const instruments::Definition& definition, const instruments::Scored& scored)
{
    if (definition.scores.empty()) return definition.short_title;
    const std::size_t main = definition.score_index("total").value_or(0);
    const auto& value = scored.scores[main].value;
    if (!value) return definition.short_title + ", no total";
    return fmt::format("{} {} of {}", definition.short_title, number_in_words(*value),
                       number_in_words(definition.scores[main].max));
}

std::vector<Alert> critical_alerts(const instruments::Definition& definition, const instruments::Response& response,
                                   const instruments::Scored& scored, const std::optional<Previous>& previous)
{
    std::vector<Alert> alerts;
    for (const instruments::Flag& flag : scored.flags) {
        Alert alert;
        alert.kind = flag.unanswered ? "critical_unanswered" : "critical_item";
        alert.instrument = definition.id;
        alert.flag = flag.id;
        alert.item = definition.items[flag.item].id;
        alert.answer = answer_in_words(definition, flag.item, response.items[flag.item]);
        alert.context = total_in_words(definition, scored);
        if (previous) {
            // Items are matched by the instrument's own numbers; another version may order them otherwise.
            const auto item = previous->definition.item_index(alert.item);
            if (item && *item < previous->response.items.size()) {
                alert.previous_answer = answer_in_words(previous->definition, *item, previous->response.items[*item]);
                alert.previous_day = previous->day;
            }
        }
        alerts.push_back(std::move(alert));
    }
    return alerts;
}

} // namespace rapport::vault
