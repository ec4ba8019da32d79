#pragma once

#include <string>
#include <vector>

#include "app/cli/score_csv.h"
#include "instruments/sheet/stated.h"

namespace rapport::cli {

/// {"instrument","version","out","rows":1000,"bad_rows":2,"bad":[{"line":7,"what":"..."}]}; `bad` may be the first ones
/// only.
[[nodiscard]] std::string csv_report_json(const instruments::Definition& definition, const CsvWish& wish,
                                          const CsvReport& report, const std::vector<BadRow>& bad);

/// "Line 2: total is stated as 13 and comes to 10."
[[nodiscard]] std::string sentence(const instruments::Mismatch& mismatch);

} // namespace rapport::cli
