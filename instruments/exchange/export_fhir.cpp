#include <algorithm>

#include "instruments/exchange/exchange.h"
#include "instruments/exchange/fhir_words.h"
#include "instruments/exchange/render.h"

namespace rapport::instruments {

namespace {

Json coding(std::string_view system, const std::string& code)
{
    Json out = Json::object();
    return out.set("system", Json::of(system)).set("code", Json::of(code));
}

Json code_list(const std::string& loinc)
{
    Json list = Json::list();
    return list.add(coding(fhir::loinc, loinc));
}

Json answer_coding(const Definition& definition, const Item& item, const Choice& choice)
{
    const std::string own =
        std::string(fhir::own) + "/CodeSystem/" + definition.id + "-" + definition.choice_sets[item.choice_set].id;
    return coding(choice.loinc.empty() ? std::string_view(own) : fhir::loinc, fhir::answer_code(choice));
}

/// The points stand at the option, where form fillers look, and at the coding, where R4 defines them.
Json answer_option(const Definition& definition, const Item& item, const Choice& choice)
{
    Json points = Json::list();
    points.add(fhir::extension(fhir::ordinal_value, "valueDecimal", Json::of(choice.value)));
    Json value = Json::object();
    value.set("extension", points);
    const Json named = answer_coding(definition, item, choice);
    for (const Json& member : named.children)
        value.set(member.key, member);
    if (may_carry_text(definition)) value.set("display", Json::of(choice.text));
    Json option = Json::object();
    return option.set("extension", std::move(points)).set("valueCoding", std::move(value));
}

/// enableWhen says "one of these answers", or "each of these items has this answer". Anything else is an expression.
bool is_simple(const Item& item)
{
    if (item.not_for != Sex::any || !item.asked_when) return false;
    const Condition& when = *item.asked_when;
    if (when.kind == Condition::Kind::item) return true;
    return std::all_of(when.parts.begin(), when.parts.end(), [&](const Condition& part) {
        return part.kind == Condition::Kind::item && (when.kind == Condition::Kind::any || part.values.size() == 1);
    });
}

void add_leaf(Json& list, const Definition& definition, const Condition& leaf)
{
    const Item& asked = definition.items[leaf.item];
    for (const Choice& choice : definition.choices(leaf.item)) {
        if (std::find(leaf.values.begin(), leaf.values.end(), choice.value) == leaf.values.end()) continue;
        Json row = Json::object();
        row.set("question", Json::of(asked.id)).set("operator", Json::of("="));
        list.add(row.set("answerCoding", answer_coding(definition, asked, choice)));
    }
}

void add_condition(Json& out, const Definition& definition, const Item& item)
{
    if (!is_simple(item)) return;
    const Condition& when = *item.asked_when;
    Json list = Json::list();
    if (when.kind == Condition::Kind::item) add_leaf(list, definition, when);
    for (const Condition& part : when.parts)
        add_leaf(list, definition, part);
    const bool several = list.children.size() > 1;
    out.set("enableWhen", std::move(list));
    if (several) out.set("enableBehavior", Json::of(when.kind == Condition::Kind::all ? "all" : "any"));
}

Json item_of(const Definition& definition, std::size_t index, const ExchangeNames& names,
             std::vector<Variable>& variables)
{
    const Item& item = definition.items[index];
    Json extensions = Json::list();
    extensions.add(fhir::extension(fhir::short_text, "valueString", Json::of(item.label)));
    if (item.has_rule()) {
        const std::string asked = fhirpath(asked_formula(definition, index), names, variables);
        if (!is_simple(item)) extensions.add(fhir::expression(fhir::enable_when, {}, asked));
    }
    Json out = Json::object();
    out.set("extension", std::move(extensions)).set("linkId", Json::of(item.id));
    if (!item.loinc.empty()) out.set("code", code_list(item.loinc));
    if (may_carry_text(definition)) out.set("text", Json::of(item.text));
    out.set("type", Json::of("choice"));
    add_condition(out, definition, item);
    out.set("required", Json::of(false)).set("repeats", Json::of(false));
    Json options = Json::list();
    for (const Choice& choice : definition.choices(index))
        options.add(answer_option(definition, item, choice));
    return out.set("answerOption", std::move(options));
}

Json display(std::string_view id, const std::string& text)
{
    Json out = Json::object();
    return out.set("linkId", Json::of(id)).set("text", Json::of(text)).set("type", Json::of("display"));
}

Json score_item(const Definition& definition, std::size_t index, const ExchangeNames& names)
{
    const Score& score = definition.scores[index];
    Json extensions = Json::list();
    extensions.add(fhir::expression(fhir::calculated, {}, "%score" + names.scores[index]));
    Json out = Json::object();
    out.set("extension", std::move(extensions)).set("linkId", Json::of(std::string(fhir::score_prefix) + score.id));
    if (!score.loinc.empty()) out.set("code", code_list(score.loinc));
    out.set("text", Json::of(score.name));
    out.set("type", Json::of(is_whole(definition, score) ? "integer" : "decimal"));
    return out.set("required", Json::of(false)).set("repeats", Json::of(false)).set("readOnly", Json::of(true));
}

/// An item's value by the code of its one answer; two answers to it are an error of the form, and stop the engine.
std::string item_value(const Definition& definition, std::size_t index)
{
    const std::vector<Choice>& choices = definition.choices(index);
    const std::string codes =
        "%resource.item.where(linkId = '" + definition.items[index].id + "').answer.value.code.single()";
    const bool plain =
        std::all_of(choices.begin(), choices.end(), [](const Choice& choice) { return choice.loinc.empty(); });
    std::string list;
    for (const Choice& choice : choices) {
        const std::string code = "'" + fhir::answer_code(choice) + "'";
        list += list.empty() ? "" : " | ";
        list += plain ? code : "iif($this = " + code + ", " + std::to_string(choice.value) + ", {})";
    }
    return plain ? codes + ".where($this in (" + list + ")).toInteger()" : codes + ".select(" + list + ")";
}

bool asks_sex(const Definition& definition)
{
    return std::any_of(definition.items.begin(), definition.items.end(),
                       [](const Item& item) { return item.not_for != Sex::any; });
}

Json patient_context()
{
    Json name = Json::object();
    name.set("url", Json::of("name")).set("valueCoding", coding(fhir::launch_codes, "patient"));
    Json parts = Json::list();
    parts.add(std::move(name)).add(fhir::extension("type", "valueCode", Json::of("Patient")));
    return fhir::extension(fhir::launch_context, "extension", std::move(parts));
}

std::string computer_name(const std::string& id)
{
    std::string name = "Rapport_";
    for (const char c : id)
        name += c == '-' ? '_' : c;
    return name;
}

void add_identity(Json& out, const Definition& definition)
{
    std::string id = definition.id;
    std::replace(id.begin(), id.end(), '_', '-'); // FHIR's ids have no underscore
    out.set("resourceType", Json::of("Questionnaire")).set("id", Json::of(id));
    out.set("language", Json::of(definition.language));
    out.set("url", Json::of(std::string(fhir::own) + "/Questionnaire/" + definition.id));
    out.set("version", Json::of(definition.version));
    out.set("name", Json::of(computer_name(definition.id))).set("title", Json::of(definition.title));
    const bool ready = definition.key_verified && may_carry_text(definition);
    out.set("status", Json::of(ready ? "active" : "draft"));
    Json subjects = Json::list();
    out.set("subjectType", subjects.add(Json::of("Patient")));
    if (!definition.validity_note.empty()) out.set("description", Json::of(definition.validity_note));
    out.set("copyright", Json::of(definition.licence.holder + ". " + definition.licence.terms));
    if (!definition.loinc.empty()) out.set("code", code_list(definition.loinc));
}

} // namespace

Exported export_fhir(const Definition& definition)
{
    const ExchangeNames names = variable_names(definition);
    std::vector<Variable> variables;
    if (asks_sex(definition)) variables.push_back({"sex", "%patient.gender"});
    for (std::size_t i = 0; i < definition.items.size(); ++i)
        variables.push_back({"q" + names.items[i], item_value(definition, i)});

    Json items = Json::list();
    if (may_carry_text(definition) && !definition.instructions.empty())
        items.add(display(fhir::instructions_id, definition.instructions));
    if (may_carry_text(definition) && !definition.stem.empty()) items.add(display(fhir::stem_id, definition.stem));
    for (std::size_t i = 0; i < definition.items.size(); ++i)
        items.add(item_of(definition, i, names, variables));
    for (std::size_t i = 0; i < definition.scores.size(); ++i) {
        const std::string value = fhirpath(score_formula(definition, i), names, variables);
        variables.push_back({"score" + names.scores[i], value});
        items.add(score_item(definition, i, names));
    }

    Json extensions = Json::list();
    if (asks_sex(definition)) extensions.add(patient_context());
    for (const Variable& each : variables)
        extensions.add(fhir::expression(fhir::variable, each.name, each.expression));
    extensions.add(fhir::extension(fhir::rest_of_definition, "valueString",
                                   Json::of(print_json(rest_of(definition), Layout::one_line))));
    Json out = Json::object();
    add_identity(out, definition);
    out.set("extension", std::move(extensions)).set("item", std::move(items));
    return {print_json(out, Layout::indented) + "\n", not_shown_elsewhere(definition)};
}

} // namespace rapport::instruments
