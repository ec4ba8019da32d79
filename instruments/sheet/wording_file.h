#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/reader.h"

namespace rapport::instruments {

/// A wording file to fill, with every place there and empty. The permission is not among them: it is recorded when the
/// file is installed. Instructions and stem may stay empty where the form has none.
[[nodiscard]] std::string wording_template(const Definition& definition);

/// Who allowed the wording to be used here, when (ISO 8601), and where that is written.
struct Permission {
    std::string licensor;
    std::string date;
    std::string reference;
};

struct PreparedWording {
    std::string json; ///< what `install_wording` takes, with the permission in it; empty when there are problems
    std::vector<Problem> problems; ///< with line and column in the file
};

/// Checks a filled wording file against the definition it is for: every item and answer there and none besides, no
/// place empty or blank, the language named, the definition's own id and version.
[[nodiscard]] PreparedWording prepare_wording(const Definition& definition, std::string_view wording_json,
                                              const Permission& permission);

/// Which instrument a wording file says it is for; empty when it does not say.
[[nodiscard]] std::string wording_instrument(std::string_view wording_json);

} // namespace rapport::instruments
