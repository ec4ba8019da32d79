#pragma once

#include <string>
#include <vector>

#include "instruments/definition.h"

namespace rapport::instruments {

/// Names for one definition's items and scores in a foreign format: all different, one per item and one per score.
struct ExchangeNames {
    std::vector<std::string> items;
    std::vector<std::string> scores;
    std::string stem;
};

/// Letters and digits only, as FHIRPath takes without quotes: "q1", "scoreTotal".
[[nodiscard]] ExchangeNames variable_names(const Definition& definition);

/// [a-z][a-z0-9_]*, at most 26 characters, as REDCap takes: "pcl5_01", "pcl5_total". Wide data files are named alike.
[[nodiscard]] ExchangeNames field_names(const Definition& definition);

/// A form's name for REDCap: [a-z][a-z0-9_]*.
[[nodiscard]] std::string form_name(const Definition& definition);

} // namespace rapport::instruments
