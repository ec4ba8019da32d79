#pragma once

#include "storage/release/read_foreign.h"

/// What a QuestionnaireResponse answers, out of its JSON and not yet by the map.
namespace rapport::release {

/// One value[x]. Numbers are `code` as text too, for a map's codes.
struct FhirValue {
    enum class Kind : std::uint8_t { coding, number, boolean, string, other };
    Kind kind = Kind::other;
    std::string system; ///< of a coding
    std::string code;
    std::optional<double> number;
};

/// One item wherever it is nested, with answers or the reason why there is none.
struct FhirItem {
    std::string link_id;
    std::string absent; ///< code of data-absent-reason
    std::vector<FhirValue> values;
};

struct FhirAnswers {
    instruments::Response response;
    std::map<std::string, std::optional<double>> stated;
    std::vector<Wrong> wrong; ///< without their place
    int unmapped = 0;
};

/// By the map. `whole`: the source says that the form is finished, so that a blank was not left for later.
[[nodiscard]] FhirAnswers map_answers(const std::vector<FhirItem>& items, const ForeignForm& form,
                                      const ForeignMap& map, bool whole);

} // namespace rapport::release
