#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "storage/release/json_values.h"
#include "storage/release/read_foreign_answers.h"
#include "storage/release/read_foreign_parts.h"
#include "storage/release/text.h"

namespace rapport::release {

namespace {

using Json = nlohmann::json;

const Json& member(const Json& json, const char* name)
{
    static const Json none;
    if (!json.is_object()) return none;
    const auto at = json.find(name);
    return at == json.end() ? none : *at;
}

const Json& list_of(const Json& json, const char* name)
{
    static const Json none = Json::array();
    const Json& found = member(json, name);
    return found.is_array() ? found : none;
}

std::string text_of(const Json& json, const char* name)
{
    const Json& found = member(json, name);
    return found.is_string() ? found.get<std::string>() : std::string();
}

/// "Patient/7" of a reference to it on any server and in any version; another kind of address as it is.
std::string local(const std::string& reference)
{
    const std::string plain = reference.substr(0, reference.find("/_history/"));
    const auto last = plain.rfind('/');
    if (last == std::string::npos || last == 0) return plain;
    const auto before = plain.rfind('/', last - 1);
    const std::size_t from = before == std::string::npos ? 0 : before + 1;
    return from < last && plain[from] >= 'A' && plain[from] <= 'Z' ? plain.substr(from) : plain;
}

FhirValue value_of(const Json& answer)
{
    FhirValue out;
    if (const Json& coding = member(answer, "valueCoding"); coding.is_object()) {
        out.kind = FhirValue::Kind::coding;
        out.system = text_of(coding, "system");
        out.code = text_of(coding, "code");
    } else if (const Json& flag = member(answer, "valueBoolean"); flag.is_boolean()) {
        out.kind = FhirValue::Kind::boolean;
        out.code = flag.get<bool>() ? "true" : "false";
    } else if (const Json& said = member(answer, "valueString"); said.is_string()) {
        out.kind = FhirValue::Kind::string;
        out.code = said.get<std::string>();
    }
    for (const char* const name : {"valueInteger", "valueDecimal"})
        if (const Json& value = member(answer, name); value.is_number()) {
            out.kind = FhirValue::Kind::number;
            out.number = value.get<double>();
            out.code = number(*out.number);
        }
    if (const Json& value = member(member(answer, "valueQuantity"), "value"); value.is_number())
        out.number = value.get<double>(); // a score; never an item's answer
    return out;
}

/// Every item, also those within groups and below answers.
void list_items(const Json& within, std::vector<FhirItem>& out)
{
    for (const Json& item : list_of(within, "item")) {
        FhirItem one;
        one.link_id = text_of(item, "linkId");
        for (const Json& extension : list_of(item, "extension"))
            if (text_of(extension, "url").ends_with("/data-absent-reason"))
                one.absent = text_of(extension, "valueCode");
        for (const Json& answer : list_of(item, "answer"))
            one.values.push_back(value_of(answer));
        out.push_back(std::move(one));
        list_items(item, out);
        for (const Json& answer : list_of(item, "answer"))
            list_items(answer, out);
    }
}

/// What an Observation says: a number, that there is none, or nothing at all.
std::optional<std::optional<double>> observed(const Json& resource)
{
    const FhirValue value = value_of(resource);
    if (value.number) return value.number;
    if (member(resource, "dataAbsentReason").is_object()) return std::optional<double>();
    return std::nullopt;
}

class FhirReader {
public:
    FhirReader(const ForeignMap& map, Unfinished unfinished) : map_(map), unfinished_(unfinished) {}

    Result<ForeignRead> read(std::string_view text)
    {
        const auto values = json_values(text);
        if (!values) return Error{fault::bad_foreign_file, "no JSON, or deeper or larger than is read"};
        std::vector<Json> documents;
        for (const std::string_view value : *values) {
            documents.push_back(Json::parse(value, nullptr, false));
            if (documents.back().is_discarded())
                return Error{fault::bad_foreign_file, fmt::format("value {} is no JSON", documents.size())};
        }
        for (const Json& document : documents)
            if (Status listed = list(document); !listed) return listed.error();
        for (const Entry& entry : entries_)
            if (text_of(*entry.resource, "resourceType") == "Patient") patients_[entry.name] = entry.resource;
        for (const Entry& entry : entries_)
            if (text_of(*entry.resource, "resourceType") == "QuestionnaireResponse") take_response(entry);
        for (const Entry& entry : entries_)
            if (text_of(*entry.resource, "resourceType") == "Observation") take_observation(entry);
        finish();
        return std::move(out_);
    }

private:
    struct Entry {
        std::size_t place = 0;
        std::string name; ///< what a reference to it comes to
        std::string url;
        const Json* resource = nullptr;
    };
    struct Open {
        Foreign made;
        const ForeignForm* form = nullptr;
        bool sound = true;
    };

    Status list(const Json& document)
    {
        if (text_of(document, "resourceType") != "Bundle") {
            if (text_of(document, "resourceType").empty())
                return Error{fault::bad_foreign_file, fmt::format("entry {} is no FHIR resource", entries_.size() + 1)};
            add({}, document);
            return {};
        }
        static const std::set<std::string> read_types{"collection", "searchset", "transaction", "batch", "document"};
        if (!read_types.contains(text_of(document, "type")))
            return Error{fault::bad_foreign_file, "a Bundle of a type that is not read"};
        for (const Json& entry : list_of(document, "entry")) // a search that found nothing has none
            add(text_of(entry, "fullUrl"), member(entry, "resource"));
        return {};
    }

    void add(std::string url, const Json& resource)
    {
        const std::string own = text_of(resource, "resourceType") + "/" + text_of(resource, "id");
        std::string name = url.empty() ? own : local(url);
        entries_.push_back({entries_.size() + 1, std::move(name), std::move(url), &resource});
    }

    void wrong(std::size_t place, std::string field, std::string what)
    {
        out_.wrong.push_back({place, std::move(field), std::move(what)});
    }

    void take_response(const Entry& entry)
    {
        const Json& resource = *entry.resource;
        const std::string canonical = text_of(resource, "questionnaire");
        const auto bar = std::min(canonical.find('|'), canonical.size());
        const std::string version = bar == canonical.size() ? std::string() : canonical.substr(bar + 1);
        const ForeignForm* form = nullptr;
        bool another_version = false;
        for (const ForeignForm& one : map_.forms) {
            if (one.questionnaire != canonical.substr(0, bar)) continue;
            const bool same = version == one.questionnaire_version ||
                              (!version.empty() && version == without_clock(one.questionnaire_version));
            another_version = another_version || !same;
            if (same) form = &one;
        }
        named_.insert(entry.name);
        if (form == nullptr) {
            if (another_version)
                wrong(entry.place, "questionnaire", "another version than the map's, or none");
            else
                ++out_.unmapped;
            return;
        }
        const std::string status = text_of(resource, "status");
        if (status == "entered-in-error") {
            ++out_.in_error;
            return;
        }
        if (status == "in-progress" && unfinished_ == Unfinished::leave) {
            ++out_.unfinished;
            return;
        }
        const std::size_t before = out_.wrong.size();
        const bool whole = status == "completed" || status == "amended";
        if (!whole && status != "in-progress" && status != "stopped")
            wrong(entry.place, "status", "none that FHIR R4 has");
        Open open;
        open.form = form;
        open.made.place = entry.place;
        open.made.day_field = "authored";
        open.made.row.definition = form->definition;
        take_person(entry, open.made);
        take_when(entry, open.made);
        if (const std::string id = text_of(resource, "id"); !id.empty()) {
            open.made.key = "QuestionnaireResponse/" + id;
            if (!seen_.insert(open.made.key).second) wrong(entry.place, "id", "the same as an earlier entry's");
        }
        std::vector<FhirItem> items;
        list_items(resource, items);
        auto answers = map_answers(items, *form, map_, whole);
        for (Wrong& one : answers.wrong)
            wrong(entry.place, std::move(one.field), std::move(one.what));
        out_.unmapped += answers.unmapped;
        open.made.row.response = std::move(answers.response);
        open.made.row.stated = std::move(answers.stated);
        open.sound = out_.wrong.size() == before;
        place_[entry.name] = open_.size();
        open_.push_back(std::move(open));
    }

    /// Whose answers they are, by the reference or by an identifier of the map's system.
    void take_person(const Entry& entry, Foreign& made)
    {
        const Json& subject = member(*entry.resource, "subject");
        const std::string reference = text_of(subject, "reference");
        const std::string name = local(reference);
        const auto found = patients_.find(name);
        const Json* const patient = found == patients_.end() ? nullptr : found->second;
        if (!map_.subject.empty()) {
            made.subject = identifier_of(member(subject, "identifier"));
            if (made.subject.empty() && patient != nullptr)
                made.subject = identifier_of(member(*patient, "identifier"));
        } else if (name.starts_with("Patient/")) {
            made.subject = name.substr(std::string_view("Patient/").size());
            const std::string server = reference.substr(0, reference.find("Patient/"));
            if (server_ && *server_ != server)
                wrong(entry.place, "subject", "of another server than the entries before");
            server_ = server_.value_or(server);
        } else if (patient != nullptr) {
            made.subject = text_of(*patient, "id").empty() ? name : text_of(*patient, "id");
        }
        if (!is_plain(made.subject)) wrong(entry.place, "subject", "no patient that the map leads to");
        if (patient != nullptr)
            if (const std::string gender = text_of(*patient, "gender"); gender == "female" || gender == "male")
                made.row.sex = gender;
        // FHIR's `source` is who gave the answers, whoever typed them.
        const std::string source = local(text_of(member(*entry.resource, "source"), "reference"));
        const bool by_patient = made.row.definition->respondent == instruments::Respondent::patient;
        if (by_patient && !source.empty() && source != name)
            wrong(entry.place, "source", "answered by somebody else than the patient");
        if (!by_patient && source == name && !source.empty())
            wrong(entry.place, "source", "answered by the patient, and it is a form for staff");
    }

    [[nodiscard]] std::string identifier_of(const Json& identifiers) const
    {
        const auto value = [&](const Json& one) {
            return text_of(one, "system") == map_.subject ? text_of(one, "value") : std::string();
        };
        if (identifiers.is_object()) return value(identifiers);
        if (identifiers.is_array())
            for (const Json& one : identifiers)
                if (std::string said = value(one); !said.empty()) return said;
        return {};
    }

    void take_when(const Entry& entry, Foreign& made)
    {
        const std::string authored = text_of(*entry.resource, "authored");
        made.row.day = foreign_day(authored);
        if (!made.row.day) return wrong(entry.place, "authored", "no day");
        made.sitting = authored;
    }

    /// A score that stands beside its answers.
    void take_observation(const Entry& entry)
    {
        const Json& resource = *entry.resource;
        if (const std::string status = text_of(resource, "status");
            status == "entered-in-error" || status == "cancelled")
            return;
        bool told = false;
        for (const Json& one : list_of(resource, "derivedFrom")) {
            const std::string name = local(text_of(one, "reference"));
            told = told || named_.contains(name);
            if (const auto found = place_.find(name); found != place_.end())
                take_score(entry, resource, open_[found->second]);
        }
        if (!told) ++out_.unmapped;
    }

    void take_score(const Entry& entry, const Json& resource, Open& open)
    {
        for (const auto& [score, names] : open.form->scores)
            for (const Json& coding : list_of(member(resource, "code"), "coding")) {
                const std::string code = text_of(coding, "code");
                const std::string full = text_of(coding, "system") + "|" + code;
                if (std::ranges::find(names, code) == names.end() && std::ranges::find(names, full) == names.end())
                    continue;
                const auto value = observed(resource);
                if (!value) continue;
                const auto [at, fresh] = open.made.row.stated.try_emplace(score, *value);
                if (fresh || at->second == *value) continue;
                wrong(entry.place, code, "another value than stands with the answers");
                open.sound = false;
            }
    }

    void finish()
    {
        for (Open& open : open_)
            if (open.sound) out_.rows.push_back(std::move(open.made));
    }

    const ForeignMap& map_;
    Unfinished unfinished_;
    ForeignRead out_{};
    std::vector<Entry> entries_{};
    std::map<std::string, const Json*> patients_{};
    std::vector<Open> open_{};
    std::map<std::string, std::size_t> place_{};
    std::set<std::string> named_{};
    std::set<std::string> seen_{};
    std::optional<std::string> server_{};
};

} // namespace

Result<ForeignRead> read_foreign_fhir(std::string_view json, const ForeignMap& map, Unfinished unfinished)
{
    return FhirReader(map, unfinished).read(json);
}

} // namespace rapport::release
