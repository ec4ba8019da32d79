#pragma once

#include <vector>

#include "storage/release/sheet.h"

namespace rapport::release {

/// Who and when, as they stand before the answers in every sheet: code, age_band, sex, site, arm, version, visit, week.
/// Levels and widths are those of the data.
[[nodiscard]] std::vector<Variable> shared_variables(const Deidentified& data);

/// The variables of one instrument: items, scores, rules, and the reasons as words.
[[nodiscard]] std::vector<Variable> instrument_variables(const instruments::Definition& definition, const Names& names);

/// One more of the kind that only a long sheet has.
[[nodiscard]] Variable plain_variable(std::string name, std::string label, Kind kind, std::string values = {});

/// Gives every variable a name of at most 8 characters of its own.
void shorten_names(std::vector<Variable>& variables);

/// Whether an instrument's wording may stand in released files.
[[nodiscard]] bool may_tell(const instruments::Definition& definition);

/// The definition as other rooms may write it here: without its wording where that may not leave.
[[nodiscard]] instruments::Definition telling(const instruments::Definition& definition);

/// Its holder, terms and what is known of its validity, in one sentence.
[[nodiscard]] std::string licence_words(const instruments::Definition& definition);

} // namespace rapport::release
