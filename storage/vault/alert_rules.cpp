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

bool is_about_safety(const instruments::CriticalItem& critical)
{
    return critical.at_least.has_value() || !critical.values.empty();
}

namespace {

constexpr int gravity_answered = 300;
constexpr int gravity_unanswered = 100;
constexpr int gravity_no_danger = 60;
constexpr int most_value = 99;

int gravity_of(const instruments::CriticalItem& critical, instruments::Answer answer)
{
    if (answer.given()) return gravity_answered + std::clamp(answer.value(), 0, most_value);
    return is_about_safety(critical) ? gravity_unanswered : gravity_no_danger;
}

/// An answer is graver than none, and a higher one than a lower.
bool graver(instruments::Answer one, instruments::Answer other)
{
    if (one.given() && other.given()) return one.value() > other.value();
    return one.given() && !other.given();
}

} // namespace

std::vector<Alert> critical_alerts(const instruments::Definition& definition, const instruments::Response& response,
                                   const instruments::Scored& scored, const std::optional<Previous>& previous,
                                   std::span<const Danger> dangers)
{
    std::vector<Alert> alerts;
    for (std::size_t number = 0; number < definition.critical_items.size(); ++number) {
        const instruments::CriticalItem& critical = definition.critical_items[number];
        const auto flag = std::ranges::find(scored.flags, critical.id, &instruments::Flag::id);
        const auto danger = std::ranges::find(dangers, number, &Danger::critical);
        if (flag == scored.flags.end() && danger == dangers.end()) continue;
        const instruments::Answer last = response.items[critical.item];
        instruments::Answer said = last;
        Alert alert;
        if (danger != dangers.end()) {
            alert.happened_ms = danger->utc_ms;
            if (flag == scored.flags.end() || graver(danger->answer, last)) {
                said = danger->answer;
                alert.changed_to = answer_in_words(definition, critical.item, last);
            }
        }
        alert.kind = said.given() ? "critical_item" : "critical_unanswered";
        alert.gravity = gravity_of(critical, said);
        alert.instrument = definition.id;
        alert.flag = critical.id;
        alert.item = definition.items[critical.item].id;
        alert.answer = answer_in_words(definition, critical.item, said);
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
