#include <algorithm>
#include <optional>

#include "instruments/exchange/fhir_words.h"
#include "instruments/exchange/import_fhir_item.h"

namespace rapport::instruments {

namespace {

constexpr JsonLimits limits{std::size_t{16} << 20, 64, 2'000'000, std::size_t{1} << 20, 256};

constexpr std::string_view control_in_text = "this text holds a control character"; // parse_json's own words

std::string pointer_to(const std::string& list, std::size_t index)
{
    return list + "/" + std::to_string(index);
}

/// A score of ours: read with its rule; its calculation is compared later. Anything else calculated is not understood.
bool is_own_score(const std::string& link_id, const ImportDraft& draft)
{
    return !draft.rest.children.empty() && link_id.starts_with(fhir::score_prefix);
}

void read_items(const Json& list, const std::string& where, ImportDraft& draft);

void read_item(const Json& node, const std::string& where, ImportDraft& draft)
{
    Taker fields(node, where);
    const std::string link_id = fields.text("linkId");
    std::string text = fields.text("text");
    const std::string type = fields.text("type");
    if (is_own_score(link_id, draft)) return;
    if (type == "group") {
        if (!text.empty()) draft.leave(fields.at("text"), "a group's heading is not kept");
        if (fields.take("enableWhen") != nullptr)
            draft.leave(fields.at("enableWhen"), "a group's condition is not kept: its items are always asked");
        if (const Json* const inner = fields.take("item")) read_items(*inner, fields.at("item"), draft);
        return fields.leave(draft);
    }
    if (type == "display") {
        const bool for_instructions =
            link_id == fhir::instructions_id || (draft.items.empty() && link_id != fhir::stem_id);
        std::string& place = for_instructions ? draft.instructions : draft.stem;
        if (place.empty() && (for_instructions || link_id == fhir::stem_id))
            place = std::move(text);
        else
            draft.leave(where, "a text between the questions is not kept");
        return fields.leave(draft);
    }
    if (type != "choice" && type != "boolean") {
        draft.leave(where, "a question of type \"" + type + "\" is left out: only choices are scored here");
        return;
    }
    read_fhir_question(fields, link_id, std::move(text), type, draft);
    fields.leave(draft);
}

void read_items(const Json& list, const std::string& where, ImportDraft& draft)
{
    for (std::size_t i = 0; i < list.children.size(); ++i)
        read_item(list.children[i], pointer_to(where, i), draft);
}

/// Rapport's own annotation is taken; variables are compared later; the rest is listed.
void read_extensions(Taker& top, ImportDraft& draft)
{
    const Json* const list = top.take("extension");
    if (list == nullptr) return;
    for (const Json& each : list->children) {
        const Json* const url = each.find("url");
        const Json* const value = each.find("valueString");
        if (url == nullptr || url->text != fhir::rest_of_definition || value == nullptr) continue;
        JsonReading rest = parse_json(value->text, limits);
        if (rest.problems.empty() && rest.root.kind == Json::Kind::object) draft.rest = std::move(rest.root);
    }
    const bool own = !draft.rest.children.empty();
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        const Json* const url = list->children[i].find("url");
        const std::string name = url == nullptr ? std::string() : url->text;
        if (own && (name == fhir::rest_of_definition || name == fhir::variable || name == fhir::launch_context))
            continue;
        draft.leave(pointer_to(top.at("extension"), i),
                    name == fhir::variable ? "a calculation is not kept: write the score's rule from its publication"
                                           : "the extension " + name + " is not understood");
    }
}

void read_identity(Taker& top, ImportDraft& draft)
{
    const std::string url = top.text("url");
    const std::string name = top.text("name");
    const std::string fhir_id = top.text("id");
    const std::string last = url.substr(url.rfind('/') + 1);
    draft.id = id_from(!last.empty() ? last : !name.empty() ? name : fhir_id);
    draft.version = top.text("version");
    if (draft.version.empty()) draft.version = "imported";
    if (const std::string version = id_from(draft.version); version != draft.version) {
        draft.leave(top.at("version"), "became \"" + version + "\"");
        draft.version = version;
    }
    draft.title = top.text("title");
    draft.language = id_from(top.text("language").empty() ? "en" : top.text("language"));
    draft.loinc = read_loinc_code(top, draft);
    const bool own = !draft.rest.children.empty();
    for (const std::string_view known : {"status", "subjectType", "description", "copyright"})
        if (own) top.take(known);
}

const Json* first_of(const Json& element, std::string_view url)
{
    const Json* const found = fhir::find_extension(element, url);
    return found == nullptr ? nullptr : found->find("valueExpression");
}

/// The members of an object have no order: programs that pass a file on write them in their own.
Json in_order(Json node)
{
    if (node.kind == Json::Kind::object)
        std::sort(node.children.begin(), node.children.end(),
                  [](const Json& left, const Json& right) { return left.key < right.key; });
    for (Json& child : node.children)
        child = in_order(std::move(child));
    return node;
}

std::string printed(const Json* node)
{
    return node == nullptr ? std::string() : print_json(in_order(*node), Layout::one_line);
}

const Json* item_of(const Json& questionnaire, const std::string& link_id)
{
    const Json* const items = questionnaire.find("item");
    if (items == nullptr) return nullptr;
    for (const Json& item : items->children)
        if (const Json* const id = item.find("linkId"); id != nullptr && id->text == link_id) return &item;
    return nullptr;
}

bool same_condition(const Json& file, const Json& written, const std::string& id)
{
    const Json* const here = item_of(file, id);
    const Json* const there = item_of(written, id);
    if (here == nullptr || there == nullptr) return false;
    return printed(here->find("enableWhen")) == printed(there->find("enableWhen")) &&
           printed(here->find("enableBehavior")) == printed(there->find("enableBehavior")) &&
           printed(first_of(*here, fhir::enable_when)) == printed(first_of(*there, fhir::enable_when));
}

std::vector<std::string> variables_of(const Json& questionnaire)
{
    std::vector<std::string> all;
    const Json* const list = questionnaire.find("extension");
    for (std::size_t i = 0; list != nullptr && i < list->children.size(); ++i)
        if (const Json* const url = list->children[i].find("url"); url != nullptr && url->text == fhir::variable)
            all.push_back(printed(list->children[i].find("valueExpression")));
    return all;
}

std::vector<Unkept> differing_calculations(const Json& file, const Json& written, const Definition& definition)
{
    std::vector<Unkept> found;
    if (variables_of(file) != variables_of(written))
        found.push_back({"/extension", "the variables are not those that the score rules lead to"});
    for (const Score& score : definition.scores) {
        const std::string link_id = std::string(fhir::score_prefix) + score.id;
        const Json* const here = item_of(file, link_id);
        const Json* const there = item_of(written, link_id);
        const bool same = here != nullptr && there != nullptr &&
                          printed(first_of(*here, fhir::calculated)) == printed(first_of(*there, fhir::calculated));
        if (!same)
            found.push_back({"/item", "the calculation of score " + score.id + " is not the one its rule leads to"});
    }
    return found;
}

void clean(Json& node)
{
    node.text = without_controls(node.text);
    for (Json& child : node.children)
        clean(child);
}

} // namespace

Result<Imported> import_fhir(std::string_view text)
{
    JsonReading reading = parse_json(text, limits);
    ImportDraft draft;
    const auto serious = std::find_if(reading.problems.begin(), reading.problems.end(), [&](const Problem& problem) {
        return !reading.complete || problem.what != control_in_text;
    });
    if (serious != reading.problems.end()) {
        const Problem& first = *serious;
        return Error{not_a_questionnaire, "The JSON cannot be read" +
                                              (first.pointer.empty() ? std::string() : " at " + first.pointer) + ": " +
                                              first.what + "."};
    }
    for (const Problem& problem : reading.problems)
        draft.leave(problem.pointer, "line breaks and other control characters became spaces");
    if (!reading.problems.empty()) clean(reading.root);
    Taker top(reading.root, "");
    if (top.text("resourceType") != "Questionnaire")
        return Error{not_a_questionnaire, "This is not a FHIR Questionnaire: \"resourceType\" says something else."};
    read_extensions(top, draft);
    read_identity(top, draft);
    if (const Json* const items = top.take("item")) read_items(*items, top.at("item"), draft);
    top.leave(draft);
    if (draft.items.empty()) return Error{not_a_questionnaire, "There is no question with given answers in this file."};
    const auto write = [](const Definition& rules) { return parse_json(export_fhir(rules).bytes, limits).root; };
    std::optional<Json> written;
    return finish_draft(std::move(draft), {[&](const Definition& rules, std::size_t item) {
                                               if (!written) written = write(rules);
                                               return same_condition(reading.root, *written, rules.items[item].id);
                                           },
                                           [&](const Definition& rules) {
                                               return differing_calculations(reading.root, write(rules), rules);
                                           }});
}

} // namespace rapport::instruments
