#pragma once

#include <string_view>

namespace rapport::instruments {

/// Whether `code` is a well-formed LOINC term code such as "44261-6", its check digit (mod 10, as LOINC's users' guide
/// gives it) included. A slip of one digit or of two neighbours is found; that the code exists is not known.
[[nodiscard]] bool is_loinc_term(std::string_view code);

/// Whether `code` has the form of a LOINC answer code such as "LA6568-5". Its check digit follows no published rule.
[[nodiscard]] bool is_loinc_answer(std::string_view code);

} // namespace rapport::instruments
