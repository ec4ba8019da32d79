#include "instruments/exchange/fhir_words.h"

#include <algorithm>
#include <array>

#include "instruments/exchange/formula.h"

namespace rapport::instruments::fhir {

std::string answer_code(const Choice& choice)
{
    return choice.loinc.empty() ? std::to_string(choice.value) : choice.loinc;
}

Json extension(std::string_view url, std::string_view name, Json value)
{
    Json out = Json::object();
    out.set("url", Json::of(url)).set(name, std::move(value));
    return out;
}

Json expression(std::string_view url, const std::string& name, const std::string& text)
{
    Json value = Json::object();
    if (!name.empty()) value.set("name", Json::of(name));
    value.set("language", Json::of(language)).set("expression", Json::of(text));
    return extension(url, "valueExpression", std::move(value));
}

const Json* find_extension(const Json& element, std::string_view url)
{
    const Json* const list = element.find("extension");
    if (list == nullptr) return nullptr;
    for (const Json& each : list->children)
        if (const Json* const name = each.find("url"); name != nullptr && name->text == url) return &each;
    return nullptr;
}

} // namespace rapport::instruments::fhir

namespace rapport::instruments {

namespace {

constexpr std::array<std::string_view, 14> elsewhere = {
    "format", "id",      "version", "title",    "language",     "key_status", "wording",
    "items",  "choices", "loinc",   "examples", "instructions", "stem",       "permission"};
constexpr std::array<std::string_view, 4> in_the_item = {"id", "label", "text", "loinc"};

template <class Names>
bool has(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string counted(std::size_t many, std::string_view what)
{
    return std::string(what) + " (" + std::to_string(many) + ")";
}

} // namespace

bool may_carry_text(const Definition& definition)
{
    if (definition.wording == Wording::shipped) return definition.licence.may_ship_text;
    return definition.wording == Wording::installed && definition.licence.may_release_text;
}

Json rest_of(const Definition& definition)
{
    const Json root = parse_json(definition.source_text).root;
    Json rest = Json::object();
    for (const Json& member : root.children)
        if (!has(elsewhere, member.key)) rest.set(member.key, member);
    Json items = Json::object();
    if (const Json* const list = root.find("items")) {
        for (std::size_t i = 0; i < list->children.size() && i < definition.items.size(); ++i) {
            Json row = Json::object();
            for (const Json& member : list->children[i].children)
                if (!has(in_the_item, member.key)) row.set(member.key, member);
            const Item& item = definition.items[i];
            row.set("choices", Json::of(definition.choice_sets[item.choice_set].id));
            items.set(item.id, std::move(row));
        }
    }
    rest.set("items", std::move(items));
    return rest;
}

std::vector<std::string> not_shown_elsewhere(const Definition& definition)
{
    std::vector<std::string> words;
    std::size_t bands = 0;
    std::size_t cut_offs = 0;
    for (const Score& score : definition.scores) {
        bands += score.bands.size();
        cut_offs += score.cut_offs.size();
    }
    if (bands > 0) words.push_back(counted(bands, "bands"));
    if (cut_offs > 0) words.push_back(counted(cut_offs, "cut-offs"));
    if (!definition.criteria.empty()) words.push_back(counted(definition.criteria.size(), "criteria"));
    if (!definition.critical_items.empty())
        words.push_back(counted(definition.critical_items.size(), "critical items"));
    if (!definition.changes.empty()) words.push_back(counted(definition.changes.size(), "change thresholds"));
    for (std::size_t i = 0; i < definition.scores.size(); ++i)
        if (!has_formula(definition, i))
            words.push_back("the calculation of score " + definition.scores[i].id +
                            ", which is too long to write out; the score stays empty there");
    words.emplace_back("worked examples");
    return words;
}

} // namespace rapport::instruments
