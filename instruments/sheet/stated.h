#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "instruments/definition.h"

namespace rapport::instruments {

/// A score that was said to be one thing and comes to another.
struct Mismatch {
    std::string where; ///< "line 3", "entry 2", or empty when there is one administration only
    std::string score;
    std::optional<double> stated;   ///< absent: stated as having no value
    std::optional<double> computed; ///< absent: the rule named next forbids a value
    std::string absent;
};

struct Comparison {
    std::string json; ///< what `score_json` gives, each with "stated":{ID:{"stated","computed","agrees"}}
    std::vector<Mismatch> mismatches;
    int compared = 0; ///< stated scores looked at
};

/// Scores answers as `score_json` does, and holds the result against what each administration states:
/// {"answers":{...},"stated":{"total":13}}. Totals that come with answers are wrong often enough (the PHQ-9 example of
/// HL7's SDC guide states 13 where the answers add up to 10), so none is believed.
///
/// Agree    whole numbers when they are equal; a number with decimals also when the computed one, rounded to as many,
///          is equal; null when there is no value.
/// Errors   answers_refused: those of `score_json`; an administration that states nothing; a score that is not there.
[[nodiscard]] Result<Comparison> compare_stated(const Definition& definition, std::string_view input);

} // namespace rapport::instruments
