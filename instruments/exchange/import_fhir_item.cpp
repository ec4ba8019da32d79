#include "instruments/exchange/import_fhir_item.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "instruments/exchange/fhir_words.h"
#include "instruments/loinc.h"
#include "instruments/problems.h"

namespace rapport::instruments {

namespace {

constexpr int most_value = 32'767;

std::optional<int> whole(double number)
{
    if (number != static_cast<double>(static_cast<int>(std::clamp(number, -1e6, 1e6)))) return std::nullopt;
    if (number < -most_value || number > most_value) return std::nullopt;
    return static_cast<int>(number);
}

std::optional<int> whole(const std::string& text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return whole(static_cast<double>(value));
}

struct Option {
    std::string code;
    std::string text;
    std::string loinc;
    std::optional<int> points;
    bool wrong_points = false;
};

/// Points may stand at the option, at its coding, or at both; then they must agree.
void read_points(const Json& element, Option& option)
{
    for (const std::string_view url : {fhir::ordinal_value, fhir::item_weight}) {
        const Json* const points = fhir::find_extension(element, url);
        const Json* const value = points == nullptr ? nullptr : points->find("valueDecimal");
        if (value == nullptr) continue;
        const std::optional<int> here = whole(value->real);
        option.wrong_points = option.wrong_points || !here || (option.points && option.points != here);
        option.points = here;
    }
}

Option read_option(const Json& node, const std::string& where, ImportDraft& draft)
{
    Option option;
    Taker fields(node, where);
    read_points(node, option);
    fields.take("extension");
    if (const Json* const coding = fields.take("valueCoding")) {
        Taker inner(*coding, fields.at("valueCoding"));
        read_points(*coding, option);
        inner.take("extension");
        option.code = inner.text("code");
        option.text = inner.text("display");
        const std::string system = inner.text("system");
        if (system == fhir::loinc && is_loinc_answer(option.code)) option.loinc = option.code;
        inner.leave(draft);
    } else if (const Json* const number = fields.take("valueInteger")) {
        option.code = option.text = std::to_string(number->integer);
    } else {
        option.code = option.text = fields.text("valueString");
    }
    fields.leave(draft);
    return option;
}

bool distinct(const std::vector<std::optional<int>>& values)
{
    std::vector<int> known;
    for (const std::optional<int>& value : values) {
        if (!value) return false;
        known.push_back(*value);
    }
    std::sort(known.begin(), known.end());
    return std::adjacent_find(known.begin(), known.end()) == known.end();
}

/// Points given with the answers; else codes that are numbers; else a running number, which is said.
void read_options(const Json& list, const std::string& where, DraftItem& item, ImportDraft& draft)
{
    std::vector<Option> options;
    std::vector<std::optional<int>> given;
    std::vector<std::optional<int>> coded;
    for (std::size_t i = 0; i < list.children.size(); ++i) {
        const std::string at = where + "/" + std::to_string(i);
        options.push_back(read_option(list.children[i], at, draft));
        const bool wrong = options.back().wrong_points;
        if (wrong) draft.leave(at, "has points that are not one whole number");
        given.push_back(wrong ? std::nullopt : options.back().points);
        coded.push_back(whole(options.back().code));
    }
    const bool by_points = distinct(given);
    const bool by_code = !by_points && distinct(coded);
    if (!by_points)
        draft.leave(where, by_code ? "has no points for each answer; the codes' own numbers are taken"
                                   : "has no points for each answer; they are numbered 0, 1, 2 in their order");
    for (std::size_t i = 0; i < options.size(); ++i) {
        const int value = by_points ? *given[i] : by_code ? *coded[i] : static_cast<int>(i);
        const std::string text = options[i].text.empty() && !item.text.empty() ? options[i].code : options[i].text;
        item.choices.push_back({value, text, options[i].loinc});
        item.codes.push_back(options[i].code);
    }
}

/// The answer a condition names, as one of the item's values.
std::optional<int> named_value(const Json& row, const DraftItem& gate)
{
    std::string code;
    if (const Json* const coding = row.find("answerCoding")) {
        const Json* const text = coding->find("code");
        code = text == nullptr ? std::string() : text->text;
    } else if (const Json* const boolean = row.find("answerBoolean")) {
        code = boolean->truth ? "true" : "false";
    } else if (const Json* const number = row.find("answerInteger")) {
        code = std::to_string(number->integer);
    } else if (const Json* const text = row.find("answerString")) {
        code = text->text;
    }
    const auto found = std::find(gate.codes.begin(), gate.codes.end(), code);
    if (found == gate.codes.end()) return std::nullopt;
    return gate.choices[static_cast<std::size_t>(found - gate.codes.begin())].value;
}

std::optional<Json> read_condition(const Json& row, const ImportDraft& draft)
{
    const Json* const question = row.find("question");
    const Json* const sign = row.find("operator");
    const DraftItem* const gate = question == nullptr ? nullptr : draft.find(question->text);
    if (gate == nullptr || sign == nullptr || (sign->text != "=" && sign->text != "!=")) return std::nullopt;
    const std::optional<int> value = named_value(row, *gate);
    if (!value) return std::nullopt;
    if (sign->text == "=") return condition_leaf(gate->id, {*value});
    std::vector<int> others;
    for (const Choice& choice : gate->choices)
        if (choice.value != *value) others.push_back(choice.value);
    return condition_leaf(gate->id, others);
}

/// All or none: half a condition would ask, or leave out, where the form did not mean it.
void read_conditions(Taker& fields, DraftItem& item, ImportDraft& draft)
{
    const Json* const rows = fields.take("enableWhen");
    const std::string behaviour = fields.text("enableBehavior");
    if (rows == nullptr) return;
    std::vector<Json> parts;
    bool understood = true;
    for (std::size_t i = 0; i < rows->children.size(); ++i) {
        auto part = read_condition(rows->children[i], draft);
        if (part) {
            parts.push_back(*std::move(part));
        } else {
            draft.leave(fields.at("enableWhen") + "/" + std::to_string(i),
                        "is a condition that is not understood, so the item is always asked");
            understood = false;
        }
    }
    if (understood && !parts.empty())
        item.condition = condition_of(behaviour == "all" ? "all" : "any", std::move(parts));
}

void read_extensions(Taker& fields, const ImportDraft& whole, DraftItem& item, ImportDraft& draft)
{
    const Json* const list = fields.take("extension");
    for (std::size_t i = 0; list != nullptr && i < list->children.size(); ++i) {
        const Json* const url = list->children[i].find("url");
        const std::string name = url == nullptr ? std::string() : url->text;
        if (name == fhir::short_text) {
            if (const Json* const label = list->children[i].find("valueString")) item.label = label->text;
        } else if (name != fhir::enable_when || whole.rest.children.empty()) {
            draft.leave(fields.at("extension") + "/" + std::to_string(i),
                        "the extension " + name + " is not understood");
        }
    }
}

} // namespace

const Json* Taker::take(std::string_view name)
{
    for (std::size_t i = 0; i < node_.children.size(); ++i)
        if (node_.children[i].key == name) return taken_[i] = true, &node_.children[i];
    return nullptr;
}

std::string Taker::text(std::string_view name)
{
    const Json* const found = take(name);
    return found == nullptr ? std::string() : found->text;
}

std::string Taker::at(std::string_view name) const
{
    return where_ + pointer_step(name);
}

void Taker::leave(ImportDraft& draft) const
{
    for (std::size_t i = 0; i < taken_.size(); ++i)
        if (!taken_[i]) draft.leave(at(node_.children[i].key), "has no place in a definition");
}

std::string read_loinc_code(Taker& element, ImportDraft& draft)
{
    const Json* const codes = element.take("code");
    std::string found;
    for (std::size_t i = 0; codes != nullptr && i < codes->children.size(); ++i) {
        const Json* const system = codes->children[i].find("system");
        const Json* const code = codes->children[i].find("code");
        if (found.empty() && system != nullptr && code != nullptr && system->text == fhir::loinc &&
            is_loinc_term(code->text))
            found = code->text;
        else
            draft.leave(element.at("code") + "/" + std::to_string(i), "is not kept: only one sound LOINC code is");
    }
    return found;
}

void read_fhir_question(Taker& fields, const std::string& link_id, std::string text, const std::string& type,
                        ImportDraft& draft)
{
    if (draft.items.size() == most_draft_items)
        return draft.leave(fields.where(), "comes after 2,000 questions and is left out");
    DraftItem item;
    item.where = fields.where();
    item.foreign_id = link_id;
    item.id = item_id_for(draft, link_id);
    item.text = std::move(text);
    if (item.id != link_id) draft.leave(fields.at("linkId"), "became item " + item.id);
    item.loinc = read_loinc_code(fields, draft);
    read_extensions(fields, draft, item, draft);
    if (item.label.empty()) item.label = label_from(item.text, item.id);
    const Json* const options = fields.take("answerOption");
    if (type == "boolean") {
        item.choices = {{1, "Yes", {}}, {0, "No", {}}};
        item.codes = {"true", "false"};
    } else if (options != nullptr) {
        read_options(*options, fields.at("answerOption"), item, draft);
    } else {
        draft.leave(fields.where(), "has no answers of its own and is left out");
        return;
    }
    read_conditions(fields, item, draft);
    for (const std::string_view name : {"required", "repeats"}) {
        const Json* const flag = fields.take(name);
        if (flag != nullptr && flag->truth)
            draft.leave(fields.at(name), name == "required" ? "is not kept: every item may be declined"
                                                            : "is not kept: an item has one answer");
    }
    if (const Json* const extra = draft.rest.find("items"); extra != nullptr)
        if (const Json* const own = extra->find(item.id); own != nullptr && own->kind == Json::Kind::object)
            item.extra = *own;
    draft.items.push_back(std::move(item));
}

} // namespace rapport::instruments
