#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/release/sheet.h"

namespace rapport::release {

namespace fhir {

// As instruments/exchange names its own questionnaires: a reserved name that never resolves.
inline const std::string own = "https://rapport.invalid/fhir";

/// `Json` is nlohmann::ordered_json, which a header does not include.
template <class Json>
[[nodiscard]] std::string dump(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}
template <class Json>
[[nodiscard]] Json extension(const std::string& url, const char* kind, Json value)
{
    return {{"url", url}, {kind, std::move(value)}};
}
/// A number as JSON; whole ones are written without a point.
[[nodiscard]] std::string decimal(double value);

} // namespace fhir

/// What all responses to one questionnaire have alike, written once: building each as JSON anew took ten times as long.
class FhirText {
public:
    explicit FhirText(const Sheet& sheet);
    /// An item of a response, with its answer or why there is none.
    [[nodiscard]] const std::string& item(std::size_t at, instruments::Answer answer) const;

    std::string questionnaire;            ///< the member that names it
    std::vector<std::string> score_item;  ///< an item of a response up to the score's value
    std::vector<std::string> observation; ///< a score's members from its status to its code

private:
    std::vector<std::map<int, std::string>> answered_;
    std::vector<std::map<instruments::Missing, std::string>> without_;
};

} // namespace rapport::release
