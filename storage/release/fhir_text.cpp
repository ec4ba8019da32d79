#include "storage/release/fhir_text.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "instruments/exchange/formula.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace fhir {

std::string decimal(double value)
{
    if (value == std::floor(value) && std::abs(value) < 1e15) return std::to_string(static_cast<std::int64_t>(value));
    return dump(nlohmann::ordered_json(value));
}

} // namespace fhir

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* absent_reason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
constexpr const char* loinc = "http://loinc.org";

/// Our own choices carry their code; those with a verified LOINC answer carry that.
Json answer_of(const instruments::Definition& definition, std::size_t item, int value)
{
    for (const instruments::Choice& choice : definition.choices(item)) {
        if (choice.value != value) continue;
        Json coding;
        if (choice.loinc.empty()) {
            const std::string& set = definition.choice_sets[definition.items[item].choice_set].id;
            coding["system"] = fhir::own + "/CodeSystem/" + definition.id + "-" + set;
            coding["code"] = std::to_string(value);
        } else {
            coding["system"] = loinc;
            coding["code"] = choice.loinc;
        }
        coding["extension"] = Json::array(
            {fhir::extension<Json>("http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal", value)});
        return {{"valueCoding", std::move(coding)}};
    }
    return {};
}

/// The members of an object, without its braces.
std::string members(const Json& json)
{
    const std::string text = fhir::dump(json);
    return text.substr(1, text.size() - 2);
}

} // namespace

FhirText::FhirText(const Sheet& sheet)
{
    const instruments::Definition& definition = *sheet.definition;
    questionnaire = members(
        {{"questionnaire", fhir::own + "/Questionnaire/" + definition.id + "|" + without_clock(definition.version)}});
    for (std::size_t at = 0; at < definition.items.size(); ++at) {
        const std::string& id = definition.items[at].id;
        answered_.emplace_back();
        for (const instruments::Choice& choice : definition.choices(at))
            answered_.back()[choice.value] =
                fhir::dump(Json{{"linkId", id}, {"answer", Json::array({answer_of(definition, at, choice.value)})}});
        without_.emplace_back();
        for (const ReasonCode& reason : reason_codes())
            without_.back()[reason.why] = fhir::dump(
                Json{{"extension", Json::array({fhir::extension<Json>(absent_reason, "valueCode", reason.fhir)})},
                     {"linkId", id}});
    }
    for (std::size_t at = 0; at < definition.scores.size(); ++at) {
        const instruments::Score& score = definition.scores[at];
        const char* const kind = instruments::is_whole(definition, score) ? "valueInteger" : "valueDecimal";
        score_item.push_back("{\"linkId\":" + fhir::dump(Json("score." + score.id)) + ",\"answer\":[{\"" + kind +
                             "\":");
        Json coding = Json::array();
        if (!score.loinc.empty()) coding.push_back({{"system", loinc}, {"code", score.loinc}});
        coding.push_back({{"system", fhir::own + "/CodeSystem/scores"},
                          {"code", sheet.variables[sheet.first_score + at].name},
                          {"display", clean(score.name)}});
        const Json category{
            {"coding", Json::array({{{"system", "http://terminology.hl7.org/CodeSystem/observation-category"},
                                     {"code", "survey"}}})}};
        observation.push_back(members(
            {{"status", "final"}, {"category", Json::array({category})}, {"code", {{"coding", std::move(coding)}}}}));
    }
}

const std::string& FhirText::item(std::size_t at, instruments::Answer answer) const
{
    return answer.given() ? answered_[at].at(answer.value()) : without_[at].at(answer.why());
}

} // namespace rapport::release
