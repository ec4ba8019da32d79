#pragma once

#include <string>
#include <string_view>

#include "instruments/definition.h"
#include "instruments/json_tree.h"

namespace rapport::instruments::fhir {

/// Rapport's own identifiers. A reserved name that never resolves: nobody can put something else behind it.
inline constexpr std::string_view own = "https://rapport.invalid/fhir";
/// What a definition says and FHIR has no element for, as JSON text.
inline constexpr std::string_view rest_of_definition = "https://rapport.invalid/fhir/StructureDefinition/definition";

inline constexpr std::string_view variable = "http://hl7.org/fhir/StructureDefinition/variable";
inline constexpr std::string_view ordinal_value = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
inline constexpr std::string_view item_weight = "http://hl7.org/fhir/StructureDefinition/itemWeight";
inline constexpr std::string_view calculated =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
inline constexpr std::string_view enable_when =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression";
inline constexpr std::string_view launch_context =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-launchContext";
inline constexpr std::string_view launch_codes = "http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext";
inline constexpr std::string_view short_text =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText";
inline constexpr std::string_view loinc = "http://loinc.org";
inline constexpr std::string_view language = "text/fhirpath";

inline constexpr std::string_view instructions_id = "text.instructions"; ///< an item's own id has no "."
inline constexpr std::string_view stem_id = "text.stem";
inline constexpr std::string_view score_prefix = "score.";

/// The code an answer is stored under: LOINC's where it was verified, otherwise the choice's value.
[[nodiscard]] std::string answer_code(const Choice& choice);

/// {"url":URL,NAME:value}.
[[nodiscard]] Json extension(std::string_view url, std::string_view name, Json value);
/// {"url":URL,"valueExpression":{...}}; `name` may be empty.
[[nodiscard]] Json expression(std::string_view url, const std::string& name, const std::string& text);
/// The first extension of that url, or null.
[[nodiscard]] const Json* find_extension(const Json& element, std::string_view url);

} // namespace rapport::instruments::fhir

namespace rapport::instruments {

/// Whether wording may leave with the definition.
[[nodiscard]] bool may_carry_text(const Definition& definition);

/// The members of a definition that FHIR and REDCap have no place for, as an object: all but identity, wording, choices
/// and worked examples; under "items" what else an item says, by item id.
[[nodiscard]] Json rest_of(const Definition& definition);

/// What of a definition other programs do not see, as words.
[[nodiscard]] std::vector<std::string> not_shown_elsewhere(const Definition& definition);

} // namespace rapport::instruments
