#include <algorithm>
#include <limits>

#include "instruments/loinc.h"
#include "instruments/read_parts.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t most_items = 2'000;
constexpr std::size_t most_choices = 200;

Choice read_choice(const Json& node, const Place& place, Draft& draft)
{
    using Stored = std::numeric_limits<std::int16_t>; // an Answer keeps 16 bits
    Fields fields(node, place, draft.problems);
    Choice choice;
    const std::optional<int> value = fields.whole("value", Stored::min(), Stored::max());
    choice.value = value.value_or(0);
    if (draft.definition.wording == Wording::key_only) {
        // Answer wording belongs to the licensed form as well, so until it is installed a choice shows its number.
        if (fields.take("text", Json::Kind::text, Need::optional) != nullptr)
            fields.problem("text", "must be left out while the wording is not installed");
        choice.text = std::to_string(choice.value);
    } else {
        choice.text = fields.text("text");
    }
    choice.loinc = read_loinc(fields, LoincKind::answer);
    fields.finish();
    return choice;
}

ChoiceSet read_choice_set(const Json& node, const Place& place, Draft& draft)
{
    ChoiceSet set;
    set.id = node.key;
    if (!is_id(set.id)) draft.problems.add(place, "a set's name must be 1 to 64 of a-z, 0-9, \"-\" and \"_\"");
    if (node.kind != Json::Kind::list) {
        draft.problems.add(place, "must be a list of choices");
        return set;
    }
    if (node.children.size() < 2) draft.problems.add(place, "must hold two choices or more");
    if (node.children.size() > most_choices) {
        draft.problems.add(place, "must not hold more than 200 choices");
        return set;
    }
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Place at = place.element(i);
        const Choice choice = read_choice(node.children[i], at, draft);
        if (std::any_of(set.choices.begin(), set.choices.end(),
                        [&](const Choice& each) { return each.value == choice.value; }))
            draft.problems.add(at, "has the value of another choice of this set");
        set.choices.push_back(choice);
    }
    return set;
}

bool is_item_id(std::string_view text)
{
    return !text.empty() && text.size() <= 16 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
}

void read_item(const Json& node, const Place& place, Draft& draft)
{
    Fields fields(node, place, draft.problems);
    Item item;
    item.id = fields.text("id");
    if (!item.id.empty() && !is_item_id(item.id)) fields.problem("id", "must be 1 to 16 letters, digits and \"_\"");
    item.label = fields.text("label");
    item.cluster = fields.text("cluster", Need::optional);
    if (draft.definition.wording == Wording::key_only) {
        if (fields.take("text", Json::Kind::text, Need::optional) != nullptr)
            fields.problem("text", "must be left out while the wording is not installed");
    } else {
        item.text = fields.text("text");
    }
    item.help = fields.text("help", Need::optional);
    // A questionnaire with one set need not name it at every item.
    const bool one_set = draft.choice_sets.size() == 1;
    const std::string set = fields.text("choices", one_set ? Need::optional : Need::required);
    if (const auto known = draft.choice_sets.find(set); known != draft.choice_sets.end())
        item.choice_set = known->second;
    else if (!set.empty())
        fields.problem("choices", "names a choice set that is not there");
    register_id(fields, draft.items, item.id, draft.definition.items.size());
    item.loinc = read_loinc(fields, LoincKind::term);
    item.scored = fields.truth("scored", Need::optional).value_or(true);
    for (const std::string_view rule : {"asked_when", "not_for", "skipped_as"})
        fields.leave(rule); // read_asking reads them, once all items are known
    fields.finish();
    draft.definition.items.push_back(std::move(item));
}

} // namespace

std::string read_loinc(Fields& fields, LoincKind kind)
{
    std::string code = fields.text("loinc", Need::optional);
    if (code.empty()) return code;
    if (!(kind == LoincKind::term ? is_loinc_term(code) : is_loinc_answer(code)))
        fields.problem("loinc", kind == LoincKind::term ? "is not a LOINC code, or its check digit is wrong"
                                                        : "is not a LOINC answer code");
    return code;
}

void register_id(Fields& fields, std::unordered_map<std::string, std::size_t>& ids, const std::string& id,
                 std::size_t index)
{
    if (!id.empty() && !ids.emplace(id, index).second) fields.problem("id", "is used twice");
}

void read_choice_sets(Fields& top, Draft& draft)
{
    const Json* const sets = top.take("choices", Json::Kind::object);
    if (sets == nullptr) return;
    const Place place = top.at("choices");
    if (sets->children.empty()) draft.problems.add(place, "must hold a choice set");
    for (const Json& set : sets->children) {
        if (!draft.choice_sets.emplace(set.key, draft.definition.choice_sets.size()).second) continue;
        draft.definition.choice_sets.push_back(read_choice_set(set, place.member(set.key), draft));
    }
}

void read_items(Fields& top, Draft& draft)
{
    const std::size_t before = draft.problems.count();
    const Json* const items = top.take("items", Json::Kind::list);
    if (items == nullptr) return;
    const Place place = top.at("items");
    if (items->children.empty()) draft.problems.add(place, "must hold an item");
    if (items->children.size() > most_items) {
        draft.problems.add(place, "must not hold more than 2,000 items");
        return;
    }
    for (std::size_t i = 0; i < items->children.size(); ++i)
        read_item(items->children[i], place.element(i), draft);

    const Place sets = top.at("choices");
    for (std::size_t i = 0; i < draft.definition.choice_sets.size(); ++i)
        if (std::none_of(draft.definition.items.begin(), draft.definition.items.end(),
                         [&](const Item& item) { return item.choice_set == i; }))
            draft.problems.add(sets.member(draft.definition.choice_sets[i].id), "is not used by any item");

    const bool sets_sound = std::all_of(draft.definition.choice_sets.begin(), draft.definition.choice_sets.end(),
                                        [](const ChoiceSet& set) { return !set.choices.empty(); });
    draft.items_sound = draft.problems.count() == before && sets_sound && !draft.definition.choice_sets.empty();
}

void read_clusters(Fields& top, Draft& draft)
{
    const Place place = top.at("items");
    for (std::size_t i = 0; i < draft.definition.items.size(); ++i) {
        const std::string& cluster = draft.definition.items[i].cluster;
        if (cluster.empty()) continue;
        const Place item = place.element(i);
        const auto known = draft.scores.find(cluster);
        if (known == draft.scores.end()) {
            draft.problems.add(item.member("cluster"), "names a score that is not there");
            continue;
        }
        const std::vector<std::size_t>& members = draft.definition.scores[known->second].items;
        if (std::find(members.begin(), members.end(), i) == members.end())
            draft.problems.add(item.member("cluster"), "names a score this item is not part of");
    }
}

ValueRange value_range(const Definition& definition, std::size_t item)
{
    const auto [low, high] =
        std::minmax_element(definition.choices(item).begin(), definition.choices(item).end(),
                            [](const Choice& left, const Choice& right) { return left.value < right.value; });
    return {low->value, high->value};
}

std::vector<std::size_t> read_item_ids(const Json& list, const Place& place, Draft& draft)
{
    std::vector<std::size_t> indexes;
    std::vector<bool> taken(draft.definition.items.size());
    for (std::size_t i = 0; i < list.children.size(); ++i) {
        const Place at = place.element(i);
        if (list.children[i].kind != Json::Kind::text) {
            draft.problems.add(at, "must be an item's id");
            continue;
        }
        const auto known = draft.items.find(list.children[i].text);
        if (known == draft.items.end())
            draft.problems.add(at, "names an item that is not there");
        else if (taken[known->second])
            draft.problems.add(at, "names an item twice");
        else
            taken[known->second] = true, indexes.push_back(known->second);
    }
    return indexes;
}

} // namespace rapport::instruments
