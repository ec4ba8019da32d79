#include <algorithm>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "instruments/exchange/exchange.h"
#include "storage/release/csv.h"
#include "storage/release/fhir_text.h"
#include "storage/release/notice.h"
#include "storage/release/stream.h"
#include "storage/release/text.h"
#include "storage/release/variables.h"
#include "storage/release/writers.h"

namespace rapport::release {

namespace {

using Json = nlohmann::ordered_json;
using fhir::decimal;
using fhir::dump;
using fhir::extension;
using fhir::own;

/// The Questionnaire as another program gets it: its own items and scores, its dates none.
Result<Json> questionnaire(const instruments::Definition& definition)
{
    Json out = Json::parse(instruments::export_fhir(telling(definition)).bytes, nullptr, false);
    if (out.is_discarded()) return Error{fault::cannot_write_release, "questionnaire of " + definition.id};
    // Free text of a definition may hold a citation that reads as a time: it belongs to no person, and is reworded.
    const std::function<void(Json&)> walk = [&](Json& at) {
        if (at.is_string())
            at = without_clock(at.get<std::string>());
        else
            for (Json& below : at)
                if (below.is_structured() || below.is_string()) walk(below);
    };
    walk(out);
    return out;
}

class Bundle {
public:
    Bundle(Stream& out, const Codebook& book, const Policy& policy)
        : out_(out), book_(book), project_(own + "/project/" + code_part(policy.project))
    {
    }

    Status begin()
    {
        Json head{{"resourceType", "Bundle"}, {"id", "rapport-release"}, {"type", "collection"}};
        std::string text = dump(head);
        text.pop_back();
        return out_.put(text + ",\"entry\":[");
    }
    Status end() { return out_.put("\n]}\n"); }

    Status add_questionnaires()
    {
        for (const instruments::Definition* definition : book_.definitions) {
            auto made = questionnaire(*definition);
            if (!made) return made.error();
            Status put = entry(std::move(*made), own + "/Questionnaire/" + definition->id);
            if (!put) return put;
        }
        return {};
    }

    /// A person's resource before the first of their rows.
    Status add_person(const DeidentifiedRecord& record)
    {
        const std::string id = person_id(record);
        Json patient{{"resourceType", "Patient"}, {"id", id}};
        Json more = Json::array();
        const auto say = [&](const char* what, const std::string& words) {
            if (!words.empty())
                more.push_back(extension<Json>(own + "/StructureDefinition/" + what, "valueString", text_cell(words)));
        };
        say("age-band", record.age_band());
        say("sex", record.sex());
        say("site", record.site());
        say("arm", record.arm());
        if (!more.empty()) patient["extension"] = std::move(more);
        patient["identifier"] = Json::array({{{"system", project_}, {"value", record.code()}}});
        if (record.sex() == "female" || record.sex() == "male") patient["gender"] = record.sex();
        return entry(std::move(patient), url("Patient", id));
    }

    Status add_response(const DeidentifiedRecord& record, const FhirText& words, const instruments::Scored& scored,
                        int number)
    {
        const std::string id = fmt::format("{}-{}", record.code(), number);
        const std::string when = dump(when_of(record));
        const std::string subject = "\"subject\":" + dump(Json{{"reference", url("Patient", person_id(record))}});
        const std::string day = record.day() ? "\"" + iso_date(*record.day()) + "\"" : std::string();

        std::string text = begin_entry("QuestionnaireResponse", id);
        text += ",\"extension\":" + when + "," + words.questionnaire;
        const auto& answers = record.response().items;
        const bool whole = std::ranges::none_of(answers, [](const instruments::Answer& answer) {
            return !answer.given() && answer.why() == instruments::Missing::not_reached;
        });
        text += whole ? R"(,"status":"completed",)" : R"(,"status":"in-progress",)";
        text += subject;
        if (!day.empty()) text += ",\"authored\":" + day;
        text += ",\"item\":[";
        for (std::size_t at = 0; at < answers.size(); ++at) {
            if (at > 0) text += ',';
            text += words.item(at, answers[at]);
        }
        for (std::size_t at = 0; at < scored.scores.size(); ++at)
            if (const auto& value = scored.scores[at].value) {
                text += text.back() == '[' ? "" : ",";
                text += words.score_item[at] + decimal(*value) + "}]}";
            }
        text += "]}}";
        if (Status put = out_.put(text); !put) return put;
        for (std::size_t at = 0; at < scored.scores.size(); ++at) {
            text = begin_entry("Observation", fmt::format("{}-s{}", id, at + 1));
            text += ",\"extension\":" + when + "," + words.observation[at] + "," + subject;
            if (!day.empty()) text += ",\"effectiveDateTime\":" + day;
            text += "," + value_words(scored.scores[at]);
            text += ",\"derivedFrom\":[" + dump(Json{{"reference", url("QuestionnaireResponse", id)}}) + "]}}";
            if (Status put = out_.put(text); !put) return put;
        }
        return {};
    }

private:
    static std::string code_part(const std::string& words)
    {
        std::string out;
        for (const char c : without_clock(clean(words)))
            out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ? c : '-';
        return out.empty() ? "release" : out;
    }
    static std::string person_id(const DeidentifiedRecord& record) { return record.code(); }
    static std::string url(const std::string& kind, const std::string& id) { return own + "/" + kind + "/" + id; }

    static Json when_of(const DeidentifiedRecord& record)
    {
        Json out = Json::array({extension<Json>(own + "/StructureDefinition/week", "valueInteger", record.week())});
        if (!record.visit().empty())
            out.push_back(
                extension<Json>(own + "/StructureDefinition/visit", "valueString", text_cell(record.visit())));
        return out;
    }

    static std::string value_words(const instruments::ScoreValue& score)
    {
        if (score.value)
            return R"("valueQuantity":{"value":)" + decimal(*score.value) +
                   R"(,"unit":"{score}","system":"http://unitsofmeasure.org","code":"{score}"})";
        const Json absent{
            {"coding", Json::array({{{"system", "http://terminology.hl7.org/CodeSystem/data-absent-reason"},
                                     {"code", "not-performed"}}})},
            {"text", std::string(score.absent)}};
        return "\"dataAbsentReason\":" + dump(absent);
    }

    /// The next entry up to its id.
    std::string begin_entry(const char* kind, const std::string& id)
    {
        const std::string before = first_ ? "\n" : ",\n";
        first_ = false;
        return before + "{\"fullUrl\":" + dump(Json(url(kind, id))) + ",\"resource\":{\"resourceType\":\"" + kind +
               "\",\"id\":" + dump(Json(id));
    }

    Status entry(Json resource, const std::string& full_url)
    {
        std::string text = first_ ? "\n" : ",\n";
        first_ = false;
        Json one{{"fullUrl", full_url}, {"resource", std::move(resource)}};
        text += dump(one);
        return out_.put(text);
    }

    Stream& out_;
    const Codebook& book_;
    std::string project_;
    bool first_ = true;
};

} // namespace

Result<WrittenFile> write_fhir(const Deidentified& data, const Codebook& book, const Policy& policy, Sink& sink)
{
    auto stream = Stream::open(sink, "fhir_bundle.json");
    if (!stream) return stream.error();
    Bundle bundle(*stream, book, policy);
    Status made = bundle.begin();
    if (made) made = bundle.add_questionnaires();
    std::map<std::string_view, WideRow> rows;
    std::map<std::string_view, FhirText> words;
    for (const Sheet& sheet : book.wide) {
        rows.emplace(sheet.definition->id, WideRow(sheet));
        words.emplace(sheet.definition->id, FhirText(sheet));
    }
    std::string person;
    int number = 0;
    const auto add = [&](const DeidentifiedRecord& record) -> Status {
        if (record.code() != person) {
            person = record.code();
            number = 0;
            if (Status added = bundle.add_person(record); !added) return added;
        }
        WideRow& row = rows.at(record.instrument());
        row.fill(record);
        return bundle.add_response(record, words.at(record.instrument()), row.scored(), ++number);
    };
    if (made) made = data.records.each(add);
    if (made) made = bundle.end();
    if (!made) return made.error();
    return stream->close();
}

} // namespace rapport::release
