#pragma once

#include <string>
#include <vector>

#include "instruments/exchange/formula.h"
#include "instruments/exchange/names.h"

namespace rapport::instruments {

/// One FHIRPath variable, to be evaluated after those before it.
struct Variable {
    std::string name;
    std::string expression;
};

/// FHIRPath over the variables of `names`: "%q1" is item 1's value, "%scoreTotal" a score's. What the formula names is
/// added to `variables` before its first use.
[[nodiscard]] std::string fhirpath(const Formula& formula, const ExchangeNames& names,
                                   std::vector<Variable>& variables);

/// REDCap's own calculation language over the fields of `names`; named parts are written out where they are used.
/// `sex_field` is the field whose codes are "female" and "male".
[[nodiscard]] std::string redcap_logic(const Formula& formula, const ExchangeNames& names,
                                       const std::string& sex_field);

/// A number in the shortest digits that read back as it, with no exponent.
[[nodiscard]] std::string digits(double number);

} // namespace rapport::instruments
