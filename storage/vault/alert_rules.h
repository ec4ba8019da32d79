#pragma once

#include <optional>
#include <span>
#include <vector>

#include "instruments/scoring.h"
#include "storage/vault/model.h"

namespace rapport::vault {

/// A critical item as it was answered at some time in a session, gravest first: the answer with the highest value that
/// calls for attention, else that it was declined.
struct Danger {
    std::size_t critical = 0; ///< index into Definition::critical_items
    instruments::Answer answer = instruments::Answer::none(instruments::Missing::declined);
    std::int64_t utc_ms = 0;
};

/// Some items are critical only because a screen without them has no result: silence there is no sign of danger.
[[nodiscard]] bool is_about_safety(const instruments::CriticalItem& critical);

/// The administration of the same instrument before this one, with the definition it was given under.
struct Previous {
    const instruments::Definition& definition;
    const instruments::Response& response;
    std::int32_t day = 0;
};

/// The answer in words a clinician reads: the choice's text, its number where the wording is not installed, or the
/// missing reason's name.
[[nodiscard]] std::string answer_in_words(const instruments::Definition& definition, std::size_t item,
                                          instruments::Answer answer);

/// "PHQ-9 17 of 27", "PHQ-9, no total": what a score says beside an alert.
[[nodiscard]] std::string total_in_words(const instruments::Definition& definition, const instruments::Scored& scored);

/// One alert for each critical item that fired, or had fired before the answer was changed: then it says what was
/// answered first and what became of it. Ids, person and time of raising are the caller's to fill in.
[[nodiscard]] std::vector<Alert> critical_alerts(const instruments::Definition& definition,
                                                 const instruments::Response& response,
                                                 const instruments::Scored& scored,
                                                 const std::optional<Previous>& previous,
                                                 std::span<const Danger> dangers = {});

} // namespace rapport::vault
