#pragma once

#include <optional>
#include <vector>

#include "instruments/scoring.h"
#include "storage/vault/model.h"

namespace rapport::vault {

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

/// One alert for each critical item that fired. Ids, person and time are the caller's to fill in.
[[nodiscard]] std::vector<Alert> critical_alerts(const instruments::Definition& definition,
                                                 const instruments::Response& response,
                                                 const instruments::Scored& scored,
                                                 const std::optional<Previous>& previous);

} // namespace rapport::vault
