#include <algorithm>

#include <nlohmann/json.hpp>

#include "storage/release/json_values.h"
#include "storage/release/naming.h"
#include "storage/release/read_back_parts.h"
#include "storage/release/sheet.h"

namespace rapport::release {

namespace {

using Json = nlohmann::json;

constexpr std::string_view file = "fhir_bundle.json";

Error wrong(std::size_t entry, std::string_view what)
{
    return {fault::bad_released_file, std::string(file) + " entry " + std::to_string(entry) + ": " + std::string(what)};
}

/// A member as text, empty where it is not there or no text.
std::string text(const Json& json, const char* member)
{
    const auto at = json.is_object() ? json.find(member) : json.end();
    return json.is_object() && at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

const Json& part(const Json& json, const char* member)
{
    static const Json none;
    if (!json.is_object()) return none;
    const auto at = json.find(member);
    return at == json.end() ? none : *at;
}

/// The extension whose url ends so; null when there is none.
const Json& extension(const Json& json, std::string_view ending)
{
    static const Json none;
    for (const Json& one : part(json, "extension"))
        if (text(one, "url").ends_with(ending)) return one;
    return none;
}

const Json& first(const Json& list)
{
    static const Json none;
    return list.is_array() && !list.empty() ? list.front() : none;
}

/// "Patient/7" of a reference to it, whole or relative: a server that kept our resources may give them its own address.
std::string local(const std::string& reference)
{
    const auto last = reference.rfind('/');
    if (last == std::string::npos || last == 0) return reference;
    const auto before = reference.rfind('/', last - 1);
    return reference.substr(before == std::string::npos ? 0 : before + 1);
}

/// A Bundle as it is, or one of the resources that stand one a line.
Json bundle_of(std::string_view bytes)
{
    constexpr std::size_t as_many_as_fit = std::size_t{1} << 30U; // a release of our own may be large
    const auto values = json_values(bytes, as_many_as_fit);
    if (!values) return {};
    if (values->size() == 1) return Json::parse(values->front(), nullptr, false);
    Json entries = Json::array();
    for (const std::string_view value : *values) {
        Json resource = Json::parse(value, nullptr, false);
        if (resource.is_discarded()) return {};
        std::string url = text(resource, "resourceType") + "/" + text(resource, "id");
        entries.push_back({{"fullUrl", std::move(url)}, {"resource", std::move(resource)}});
    }
    return {{"resourceType", "Bundle"}, {"entry", std::move(entries)}};
}

struct Patient {
    std::string code, age_band, sex, site, arm;
};

Patient patient(const Json& resource)
{
    Patient out;
    out.code = text(first(part(resource, "identifier")), "value");
    const auto said = [&](const char* what) { return unguarded(text(extension(resource, what), "valueString")); };
    out.age_band = said("/age-band");
    out.sex = said("/sex");
    out.site = said("/site");
    out.arm = said("/arm");
    return out;
}

/// Our own codes are the choice's value, LOINC's stand in the definition.
std::optional<int> choice_of(const instruments::Definition& definition, std::size_t item, const Json& coding)
{
    const std::string code = text(coding, "code");
    const bool loinc = text(coding, "system") == "http://loinc.org";
    for (const instruments::Choice& choice : definition.choices(item))
        if (loinc ? choice.loinc == code : std::to_string(choice.value) == code) return choice.value;
    return std::nullopt;
}

std::optional<instruments::Missing> absent_reason(const std::string& code)
{
    if (code.empty()) return instruments::Missing::unrecorded;
    for (const ReasonCode& reason : reason_codes())
        if (reason.fhir == code) return reason.why;
    return std::nullopt;
}

class Reader {
public:
    explicit Reader(Known definitions) : definitions_(definitions) {}

    Result<std::vector<Returned>> read(const Json& bundle)
    {
        if (text(bundle, "resourceType") != "Bundle" || !part(bundle, "entry").is_array())
            return Error{fault::bad_released_file, std::string(file) + ": no Bundle"};
        const Json& entries = part(bundle, "entry");
        for (const Json& entry : entries)
            if (text(part(entry, "resource"), "resourceType") == "Patient")
                patients_[local(text(entry, "fullUrl"))] = patient(part(entry, "resource"));
        std::size_t number = 0;
        for (const Json& entry : entries) {
            const Json& resource = part(entry, "resource");
            if (++number; text(resource, "resourceType") == "QuestionnaireResponse")
                if (Status taken = response(number, local(text(entry, "fullUrl")), resource); !taken)
                    return taken.error();
        }
        number = 0;
        for (const Json& entry : entries)
            if (++number; text(part(entry, "resource"), "resourceType") == "Observation")
                if (Status taken = score(number, part(entry, "resource")); !taken) return taken.error();
        return std::move(out_);
    }

private:
    Status response(std::size_t number, const std::string& url, const Json& resource)
    {
        const std::string canonical = text(resource, "questionnaire");
        const auto bar = std::min(canonical.find('|'), canonical.size());
        const std::string id = canonical.substr(canonical.rfind('/', bar) + 1, bar - canonical.rfind('/', bar) - 1);
        const auto* const definition =
            bar == canonical.size() ? nullptr : definition_of(definitions_, id, canonical.substr(bar + 1));
        if (definition == nullptr) return wrong(number, "an unknown questionnaire or version");
        const auto who = patients_.find(local(text(part(resource, "subject"), "reference")));
        if (who == patients_.end() || who->second.code.empty()) return wrong(number, "nobody's answers");
        Returned made;
        made.definition = definition;
        made.code = who->second.code;
        made.age_band = who->second.age_band;
        made.sex = who->second.sex;
        made.site = who->second.site;
        made.arm = who->second.arm;
        made.visit = unguarded(text(extension(resource, "/visit"), "valueString"));
        const Json& week = part(extension(resource, "/week"), "valueInteger");
        if (!week.is_number_integer() || week.get<int>() < 0) return wrong(number, "no week");
        made.week = week.get<int>();
        if (const std::string date = text(resource, "authored"); !date.empty()) {
            made.day = day_of(date.substr(0, 10));
            if (!made.day) return wrong(number, "no date");
        }
        if (Status read = items(number, resource, made); !read) return read;
        if (!place_.emplace(url, out_.size()).second) return wrong(number, "a fullUrl twice");
        out_.push_back(std::move(made));
        return {};
    }

    Status items(std::size_t number, const Json& resource, Returned& made)
    {
        const instruments::Definition& definition = *made.definition;
        std::map<std::string, const Json*> by_link;
        for (const Json& item : part(resource, "item"))
            if (!by_link.emplace(text(item, "linkId"), &item).second) return wrong(number, "an item twice");
        for (std::size_t at = 0; at < definition.items.size(); ++at) {
            const auto found = by_link.find(definition.items[at].id);
            if (found == by_link.end()) {
                made.response.items.push_back(instruments::Answer::none(instruments::Missing::unrecorded));
                continue;
            }
            const Json& answer = first(part(*found->second, "answer"));
            if (answer.is_null()) {
                const auto why = absent_reason(text(extension(*found->second, "/data-absent-reason"), "valueCode"));
                if (!why) return wrong(number, "an unknown reason");
                made.response.items.push_back(instruments::Answer::none(*why));
                continue;
            }
            const auto value = choice_of(definition, at, part(answer, "valueCoding"));
            if (!value) return wrong(number, "an answer that is no choice");
            made.response.items.push_back(instruments::Answer::chose(*value));
        }
        for (const instruments::Score& score : definition.scores) {
            const auto found = by_link.find("score." + score.id);
            if (found == by_link.end()) continue;
            const Json& answer = first(part(*found->second, "answer"));
            for (const char* const kind : {"valueInteger", "valueDecimal"})
                if (const Json& value = part(answer, kind); value.is_number())
                    made.stated[score.id] = value.get<double>();
        }
        return {};
    }

    /// An Observation also says of a score that there is none.
    Status score(std::size_t number, const Json& resource)
    {
        const auto found = place_.find(local(text(first(part(resource, "derivedFrom")), "reference")));
        if (found == place_.end()) return wrong(number, "a score of no answers");
        Returned& row = out_[found->second];
        const Names names = names_of(*row.definition);
        for (const Json& coding : part(part(resource, "code"), "coding")) {
            const auto at = std::ranges::find(names.scores, text(coding, "code"));
            if (!text(coding, "system").ends_with("/CodeSystem/scores") || at == names.scores.end()) continue;
            const std::string& id = row.definition->scores[static_cast<std::size_t>(at - names.scores.begin())].id;
            const Json& value = part(part(resource, "valueQuantity"), "value");
            const auto stated = value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
            const auto before = row.stated.find(id);
            if (before != row.stated.end() && before->second != stated) return wrong(number, "two values of a score");
            row.stated[id] = stated;
        }
        return {};
    }

    Known definitions_;
    std::map<std::string, Patient> patients_{};
    std::vector<Returned> out_{};
    std::map<std::string, std::size_t> place_{};
};

} // namespace

Result<std::vector<Returned>> read_released_fhir(std::string_view bundle, Known definitions)
{
    const Json json = bundle_of(bundle);
    if (json.is_discarded() || json.is_null()) return Error{fault::bad_released_file, std::string(file) + ": no JSON"};
    return Reader(definitions).read(json);
}

} // namespace rapport::release
