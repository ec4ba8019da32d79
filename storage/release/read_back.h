#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "instruments/definition.h"
#include "instruments/response.h"

/// A release read back from its own files: what each administration says, and whether its scores still come of its
/// answers. Pure: bytes in, rows out.
namespace rapport::release {

namespace fault {
/// Not a file of a release, or cut, changed or of questionnaires that are not known here; detail names file and line.
inline constexpr Fault bad_released_file{"bad_released_file"};
} // namespace fault

/// One administration as a file of a release has it.
struct Returned {
    std::string code;
    std::string age_band;
    std::string sex; ///< "female", "male", "withheld" or ""
    std::string site;
    std::string arm;
    std::string visit;
    int week = 0;
    std::optional<std::int32_t> day; ///< civil day since 1970-01-01; of profile B alone
    const instruments::Definition* definition = nullptr;
    instruments::Response response;
    std::map<std::string, std::optional<double>> stated; ///< by Score::id: what the file says it came to
    std::optional<int> age{};                            ///< where the vault knows it; no file of a release says it
};

using Known = std::span<const instruments::Definition* const>;

/// long.csv, and scores.csv for what was stated. Errors: bad_released_file.
[[nodiscard]] Result<std::vector<Returned>> read_released_csv(std::string_view items, std::string_view scores,
                                                              Known definitions);
/// redcap_data.csv, also as REDCap gives it back: columns in any order, those it does not know left alone. The file
/// names no version, so answers must fit the questionnaire as it is known here. Errors: bad_released_file.
[[nodiscard]] Result<std::vector<Returned>> read_released_redcap(std::string_view data, Known definitions);
/// Patient, QuestionnaireResponse and Observation of fhir_bundle.json. Errors: bad_released_file.
[[nodiscard]] Result<std::vector<Returned>> read_released_fhir(std::string_view bundle, Known definitions);

/// A score that is not what its answers come to. Units: raw scale points; nothing where there is no score.
struct Mismatch {
    std::size_t row = 0; ///< of the rows given
    std::string score;
    std::optional<double> stated;
    std::optional<double> computed;
};
/// Scores every row again. A score the file does not state is no mismatch.
[[nodiscard]] std::vector<Mismatch> recompute(std::span<const Returned> rows);

} // namespace rapport::release
