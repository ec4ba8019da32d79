#include "storage/release/foreign_map.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "instruments/exchange/names.h"
#include "storage/release/json_values.h"
#include "storage/release/naming.h"
#include "storage/release/read_back_parts.h"
#include "storage/release/read_foreign_parts.h"

namespace rapport::release {

namespace {

using MapJson = nlohmann::json;
using instruments::Definition;

constexpr std::size_t longest_source = 60;

Error map_error(const std::string& pointer, std::string_view what)
{
    return {fault::bad_import_map, pointer + ": " + std::string(what)};
}

Status only_members(const MapJson& json, const std::string& pointer, const std::set<std::string>& known)
{
    if (!json.is_object()) return map_error(pointer, "no object");
    for (const auto& [name, value] : json.items())
        if (!known.contains(name)) return map_error(pointer + "/" + name, "nobody knows this member");
    return {};
}

/// A member that is text, or empty where it is not there.
Result<std::string> text_member(const MapJson& json, const std::string& pointer, const char* name)
{
    const auto at = json.find(name);
    if (at == json.end()) return std::string();
    if (!at->is_string()) return map_error(pointer + "/" + name, "no text");
    auto text = at->get<std::string>();
    if (!is_plain(text)) return map_error(pointer + "/" + name, "empty, too long, or with a control character");
    return text;
}

/// A member that is an object of texts.
Result<std::map<std::string, std::string>> texts_member(const MapJson& json, const std::string& pointer,
                                                        const char* name)
{
    std::map<std::string, std::string> out;
    const auto at = json.find(name);
    if (at == json.end()) return out;
    const std::string here = pointer + "/" + name;
    if (!at->is_object()) return map_error(here, "no object");
    for (const auto& [key, value] : at->items()) {
        if (!value.is_string()) return map_error(here, "holds something that is no text");
        out[key] = value.get<std::string>();
    }
    return out;
}

/// One questionnaire's part of the map.
class FormReader {
public:
    FormReader(const MapJson& json, std::string pointer, ForeignFormat format,
               const std::map<std::string, instruments::Missing>& missing)
        : json_(json), here_(std::move(pointer)), format_(format), missing_(missing)
    {
    }

    Result<ForeignForm> read(Known definitions)
    {
        const bool redcap = format_ == ForeignFormat::redcap;
        std::set<std::string> known{"id", "version", "items", "codes", "scores"};
        if (redcap)
            known.insert({"form", "date"});
        else
            known.insert("questionnaire");
        if (Status read = only_members(json_, here_, known); !read) return read.error();
        if (Status found = find_definition(definitions); !found) return found.error();
        for (auto [name, place] :
             {std::pair{"form", &form_.form}, {"date", &form_.date}, {"questionnaire", &form_.questionnaire}}) {
            auto text = text_member(json_, here_, name);
            if (!text) return text.error();
            *place = std::move(*text);
        }
        if (form_.form.empty()) form_.form = instruments::form_name(*form_.definition);
        if (const auto bar = form_.questionnaire.find('|'); bar != std::string::npos) {
            form_.questionnaire_version = form_.questionnaire.substr(bar + 1);
            form_.questionnaire.resize(bar);
        } else if (form_.questionnaire.empty() && !redcap) {
            form_.questionnaire = std::string(own_fhir) + "/Questionnaire/" + form_.definition->id;
            form_.questionnaire_version = form_.definition->version;
        }
        if (Status read = read_items(); !read) return read.error();
        if (Status read = read_scores(); !read) return read.error();
        return std::move(form_);
    }

private:
    Status find_definition(Known definitions)
    {
        const auto id = text_member(json_, here_, "id");
        if (!id) return id.error();
        const auto version = text_member(json_, here_, "version");
        if (!version) return version.error();
        if (id->empty() || version->empty()) return map_error(here_, "needs id and version");
        form_.definition = definition_of(definitions, *id, *version);
        if (form_.definition == nullptr) return map_error(here_, "no such questionnaire, or another version of it");
        return {};
    }

    Status read_items()
    {
        const Definition& definition = *form_.definition;
        const auto items = json_.find("items");
        const auto codes = json_.find("codes");
        ForeignItem all;
        if (codes != json_.end())
            if (Status read = read_codes(*codes, here_ + "/codes", all); !read) return read;
        if (items == json_.end()) {
            if (codes == json_.end()) all.same = true; // our own names, so our own codes
            const auto names = instruments::field_names(definition);
            for (std::size_t at = 0; at < definition.items.size(); ++at) {
                form_.items.push_back(all);
                form_.items.back().field = format_ == ForeignFormat::redcap ? names.items[at] : definition.items[at].id;
            }
            return check_missing();
        }
        std::set<std::string> ids;
        for (const instruments::Item& item : definition.items)
            ids.insert(item.id);
        if (Status known = only_members(*items, here_ + "/items", ids); !known) return known;
        std::set<std::string> fields;
        for (std::size_t at = 0; at < definition.items.size(); ++at) {
            const std::string pointer = here_ + "/items/" + definition.items[at].id;
            const auto said = items->find(definition.items[at].id);
            if (said == items->end()) return map_error(pointer, "missing; null where the source does not ask it");
            ForeignItem item = all;
            if (Status read = read_item(*said, pointer, at, item); !read) return read;
            if (!item.field.empty() && !fields.insert(item.field).second)
                return map_error(pointer, "its field is another item's too");
            form_.items.push_back(std::move(item));
        }
        if (fields.empty()) return map_error(here_ + "/items", "names no field");
        return check_missing();
    }

    Status read_item(const MapJson& said, const std::string& pointer, std::size_t at, ForeignItem& item) const
    {
        if (said.is_null()) return {};
        MapJson whole = said;
        if (said.is_string()) whole = MapJson{{"field", said}};
        if (Status known = only_members(whole, pointer, {"field", "codes"}); !known) return known;
        auto field = text_member(whole, pointer, "field");
        if (!field) return field.error();
        if (field->empty()) return map_error(pointer, "needs a field");
        item.field = std::move(*field);
        if (const auto codes = whole.find("codes"); codes != whole.end()) {
            item.codes.clear();
            item.same = false;
            if (Status read = read_codes(*codes, pointer + "/codes", item); !read) return read;
            for (const auto& [code, value] : item.codes)
                if (!form_.definition->allows(at, value)) return map_error(pointer, "a code is no choice of this item");
        }
        if (!item.same && item.codes.empty()) return map_error(pointer, R"(needs codes, or "codes": "same")");
        return {};
    }

    Status read_codes(const MapJson& json, const std::string& pointer, ForeignItem& item) const
    {
        if (json.is_string() && json.get<std::string>() == "same") {
            item.same = true;
            return {};
        }
        if (!json.is_object() || json.empty()) return map_error(pointer, R"(neither "same" nor an object of codes)");
        for (const auto& [code, value] : json.items()) {
            if (!value.is_number_integer()) return map_error(pointer, "a code that is given no whole number");
            const auto number = value.get<std::int64_t>();
            bool somewhere = false;
            for (std::size_t at = 0; at < form_.definition->items.size(); ++at)
                somewhere = somewhere || (number >= INT16_MIN && number <= INT16_MAX &&
                                          form_.definition->allows(at, static_cast<int>(number)));
            if (!somewhere) return map_error(pointer, "a code that is no choice of any item");
            item.codes[code] = static_cast<int>(number);
        }
        return {};
    }

    /// A code that is both an answer and none could be read either way.
    Status check_missing() const
    {
        for (std::size_t at = 0; at < form_.items.size(); ++at)
            for (const auto& [code, why] : missing_)
                if (!form_.items[at].field.empty() && foreign_choice(*form_.definition, at, form_.items[at], code))
                    return map_error("/missing", "a code that is an answer too");
        return {};
    }

    Status read_scores()
    {
        const Definition& definition = *form_.definition;
        const bool redcap = format_ == ForeignFormat::redcap;
        const auto said = texts_member(json_, here_, "scores");
        if (!said) return said.error();
        for (const auto& [score, field] : *said) {
            if (!definition.score_index(score)) return map_error(here_ + "/scores", "no such score");
            if (!is_plain(field)) return map_error(here_ + "/scores", "a field without a name");
            form_.scores[score] = {field};
        }
        if (!said->empty() || json_.contains("items")) return {};
        const auto fields = instruments::field_names(definition);
        const Names names = names_of(definition);
        for (std::size_t at = 0; at < definition.scores.size(); ++at) {
            const std::string& id = definition.scores[at].id;
            if (redcap)
                form_.scores[id] = {fields.scores[at]};
            else
                form_.scores[id] = {"score." + id, names.scores[at]};
        }
        return {};
    }

    const MapJson& json_;
    std::string here_;
    ForeignFormat format_;
    const std::map<std::string, instruments::Missing>& missing_;
    ForeignForm form_{};
};

Status read_events(const MapJson& json, ForeignMap& map)
{
    const auto events = json.find("events");
    if (events == json.end()) return {};
    if (!events->is_object()) return map_error("/events", "no object");
    for (const auto& [name, said] : events->items()) {
        if (Status known = only_members(said, "/events/" + name, {"visit", "week"}); !known) return known;
        auto visit = text_member(said, "/events/" + name, "visit");
        if (!visit) return visit.error();
        ForeignEvent event{std::move(*visit), {}};
        if (const auto week = said.find("week"); week != said.end()) {
            constexpr int most_weeks = 5200;
            if (!week->is_number_unsigned() || week->get<std::uint64_t>() > most_weeks)
                return map_error("/events/" + name + "/week", "no number of weeks");
            event.week = week->get<int>();
        }
        map.events[name] = std::move(event);
    }
    return {};
}

Status read_missing_codes(const MapJson& json, ForeignMap& map)
{
    const auto missing = texts_member(json, "", "missing");
    if (!missing) return missing.error();
    for (const auto& [code, word] : *missing) {
        const auto why = reason_of(word);
        if (!why) return map_error("/missing", "a reason nobody knows");
        map.missing[code] = *why;
    }
    return {};
}

Status read_sex(const MapJson& json, ForeignMap& map)
{
    const auto sex = json.find("sex");
    if (sex == json.end()) return {};
    if (Status known = only_members(*sex, "/sex", {"field", "codes"}); !known) return known;
    auto field = text_member(*sex, "/sex", "field");
    if (!field) return field.error();
    auto codes = texts_member(*sex, "/sex", "codes");
    if (!codes) return codes.error();
    if (field->empty() || codes->empty()) return map_error("/sex", "needs field and codes");
    for (const auto& [code, word] : *codes)
        if (word != "female" && word != "male" && !word.empty())
            return map_error("/sex/codes", "female, male or empty");
    map.sex_field = std::move(*field);
    map.sex_codes = std::move(*codes);
    return {};
}

} // namespace

Result<ForeignMap> read_foreign_map(std::string_view text, ForeignFormat format, Known definitions)
{
    const auto values = json_values(text);
    if (!values || values->size() != 1) return map_error("", "no JSON object");
    const MapJson json = MapJson::parse(values->front(), nullptr, false);
    if (json.is_discarded()) return map_error("", "no JSON object");
    const bool redcap = format == ForeignFormat::redcap;
    std::set<std::string> known{"source", "subject", "people", "missing", "instruments"};
    if (redcap) known.insert({"events", "sex"});
    if (Status read = only_members(json, "", known); !read) return read.error();

    ForeignMap map;
    auto source = text_member(json, "", "source");
    if (!source) return source.error();
    if (source->empty() || source->size() > longest_source) return map_error("/source", "needs a short name");
    map.source = std::move(*source);
    auto subject = text_member(json, "", "subject");
    if (!subject) return subject.error();
    map.subject = subject->empty() && redcap ? std::string("record_id") : std::move(*subject);
    auto people = texts_member(json, "", "people");
    if (!people) return people.error();
    map.people = std::move(*people);
    if (Status read = read_missing_codes(json, map); !read) return read.error();
    if (Status read = read_events(json, map); !read) return read.error();
    if (Status read = read_sex(json, map); !read) return read.error();

    const auto forms = json.find("instruments");
    if (forms == json.end() || !forms->is_array() || forms->empty()) return map_error("/instruments", "names none");
    for (std::size_t at = 0; at < forms->size(); ++at) {
        auto form =
            FormReader((*forms)[at], "/instruments/" + std::to_string(at), format, map.missing).read(definitions);
        if (!form) return form.error();
        map.forms.push_back(std::move(*form));
    }
    return map;
}

} // namespace rapport::release
