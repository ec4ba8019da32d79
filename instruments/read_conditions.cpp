#include <algorithm>
#include <array>

#include "instruments/asking.h"
#include "instruments/read_parts.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t most_ways = 20'000;
constexpr std::string_view sexes[] = {"female", "male"};

Condition read_leaf(Fields& fields, std::size_t owner, Draft& draft)
{
    Condition leaf;
    const std::string item = fields.text("item");
    const Json* const equals = fields.take("equals", Json::Kind::list, Need::optional);
    const std::optional<int> at_least = fields.whole("at_least", -32'768, 32'767, Need::optional);
    fields.finish();
    const auto known = draft.items.find(item);
    if (known == draft.items.end()) {
        if (!item.empty()) fields.problem("item", "names an item that is not there");
        return leaf;
    }
    leaf.item = known->second;
    if (leaf.item >= owner) fields.problem("item", "must name an item that stands before this one");
    if ((equals != nullptr) == at_least.has_value()) {
        fields.problem("equals", "or \"at_least\" must be there, and only one of them");
        return leaf;
    }
    if (!draft.items_sound) return leaf;
    for (const Choice& choice : draft.definition.choices(leaf.item))
        if (at_least && choice.value >= *at_least) leaf.values.push_back(choice.value);
    for (std::size_t i = 0; equals != nullptr && i < equals->children.size(); ++i) {
        const Json& value = equals->children[i];
        const bool small = value.kind == Json::Kind::integer && value.real >= -32'768 && value.real <= 32'767;
        if (!small || !draft.definition.allows(leaf.item, static_cast<int>(value.integer)))
            draft.problems.add(fields.at("equals").element(i), "is not one of the choices of item " + item);
        else
            leaf.values.push_back(static_cast<int>(value.integer));
    }
    const std::string_view name = at_least ? "at_least" : "equals";
    std::vector<int> distinct = leaf.values;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    if (distinct.size() != leaf.values.size()) fields.problem(name, "names a value twice");
    if (distinct.empty()) fields.problem(name, "holds for no choice of item " + item);
    if (distinct.size() == draft.definition.choices(leaf.item).size())
        fields.problem(name, "holds for every choice of item " + item);
    return leaf;
}

Condition read_condition(const Json& node, const Place& place, std::size_t owner, Draft& draft)
{
    Fields fields(node, place, draft.problems);
    const std::string_view name = node.find("all") != nullptr ? "all" : "any";
    if (node.find(name) == nullptr) return read_leaf(fields, owner, draft);
    Condition whole;
    whole.kind = name == "all" ? Condition::Kind::all : Condition::Kind::any;
    const Json* const parts = fields.take(name, Json::Kind::list);
    fields.finish();
    if (parts == nullptr) return whole;
    const Place at = fields.at(name);
    if (parts->children.empty()) draft.problems.add(at, "must hold a condition");
    for (std::size_t i = 0; i < parts->children.size(); ++i)
        whole.parts.push_back(read_condition(parts->children[i], at.element(i), owner, draft));
    return whole;
}

using Leaves = std::vector<const Condition*>;

void leaves_of(const Condition& condition, Leaves& found)
{
    if (condition.kind == Condition::Kind::item) found.push_back(&condition);
    for (const Condition& part : condition.parts)
        leaves_of(part, found);
}

/// The items an item's condition rests on, through theirs; and of each, choices that stand for all its others.
struct Ways {
    std::vector<std::size_t> items;
    std::vector<std::vector<int>> values;
    std::size_t count = 1;
};

/// The items `owner` rests on, first found first, and the leaves that name them.
Leaves all_leaves(const Definition& definition, std::size_t owner, Ways& ways)
{
    Leaves leaves;
    std::vector<bool> taken(definition.items.size());
    std::vector<std::size_t> open{owner};
    while (!open.empty()) {
        const std::size_t next = open.back();
        open.pop_back();
        const std::size_t before = leaves.size();
        if (definition.items[next].asked_when) leaves_of(*definition.items[next].asked_when, leaves);
        for (std::size_t i = before; i < leaves.size(); ++i) {
            const std::size_t item = leaves[i]->item;
            if (!taken[item]) taken[item] = true, open.push_back(item), ways.items.push_back(item);
        }
    }
    return leaves;
}

/// Nothing when there are too many to go through.
std::optional<Ways> find_ways(const Definition& definition, std::size_t owner, std::size_t& steps_left)
{
    Ways all;
    const Leaves leaves = all_leaves(definition, owner, all);
    for (const std::size_t item : all.items) {
        const std::vector<Choice>& choices = definition.choices(item);
        const std::size_t steps = choices.size() * leaves.size();
        if (steps > steps_left) return std::nullopt;
        steps_left -= steps;
        std::vector<std::vector<bool>> seen;
        std::vector<int> values;
        for (const Choice& choice : choices) {
            std::vector<bool> sign;
            for (const Condition* const leaf : leaves)
                sign.push_back(leaf->item == item &&
                               std::find(leaf->values.begin(), leaf->values.end(), choice.value) != leaf->values.end());
            if (std::find(seen.begin(), seen.end(), sign) != seen.end()) continue;
            seen.push_back(std::move(sign));
            values.push_back(choice.value);
        }
        all.count *= values.size();
        if (all.count > most_ways) return std::nullopt;
        all.values.push_back(std::move(values));
    }
    return all;
}

/// Goes through all ways the earlier answers can be: a branch that is never taken, or always, is a slip. Where they are
/// too many, each leaf has been looked at by itself, and that must do.
void check_reach(const Place& place, std::size_t owner, Draft& draft)
{
    const Definition& definition = draft.definition;
    const std::optional<Ways> found = find_ways(definition, owner, draft.steps_left);
    if (!found) return;
    const Ways& all = *found;
    const std::size_t steps = all.count * (owner + 1) * std::size(sexes);
    if (steps > draft.steps_left) return;
    draft.steps_left -= steps;
    std::array<bool, 2> seen{}; // left out, asked
    for (const std::string_view sex : sexes) {
        const Context context{std::string(sex), {}};
        if (definition.items[owner].not_for != Sex::any &&
            (definition.items[owner].not_for == Sex::female) == (sex == sexes[0]))
            continue;
        for (std::size_t way = 0; way < all.count && !(seen[0] && seen[1]); ++way) {
            Response response;
            response.items.resize(definition.items.size());
            std::size_t rest = way;
            for (std::size_t i = 0; i < all.items.size(); ++i) {
                response.items[all.items[i]] = Answer::chose(all.values[i][rest % all.values[i].size()]);
                rest /= all.values[i].size();
            }
            seen[asked(definition, owner, response, context) == Tri::met ? 1 : 0] = true;
        }
    }
    if (!seen[1]) draft.problems.add(place, "can never hold, so the item is never asked");
    if (!seen[0]) draft.problems.add(place, "always holds, so it says nothing");
}

void read_rule(const Json& node, const Place& place, std::size_t owner, Draft& draft)
{
    if (node.kind != Json::Kind::object) return;
    Fields fields(node, place, draft.problems);
    Item& item = draft.definition.items[owner];
    if (const Json* const when = fields.take("asked_when", Json::Kind::object, Need::optional))
        item.asked_when = read_condition(*when, fields.at("asked_when"), owner, draft);
    item.not_for = read_sex(fields, "not_for", draft);
    const std::optional<int> skipped_as = fields.whole("skipped_as", -32'768, 32'767, Need::optional);
    if (!skipped_as) return;
    item.skipped_as = *skipped_as;
    if (!item.has_rule()) fields.problem("skipped_as", "belongs to an item with \"asked_when\" or \"not_for\"");
    if (draft.items_sound && !draft.definition.allows(owner, *skipped_as))
        fields.problem("skipped_as", "is not one of the item's choices");
}

} // namespace

Whom read_whom(Fields& fields, std::string_view name, Draft& draft)
{
    const Json* const node = fields.take(name, Json::Kind::object, Need::optional);
    if (node == nullptr) return {};
    Fields row(*node, fields.at(name), draft.problems);
    Whom whom;
    if (const auto sex = row.one_of("sex", sexes, Need::optional)) whom.sex = *sex == 0 ? Sex::female : Sex::male;
    whom.education_from = row.whole("education_from", 0, most_education, Need::optional);
    whom.education_to = row.whole("education_to", 0, most_education, Need::optional);
    row.finish();
    if (node->children.empty()) fields.problem(name, "must say \"sex\", \"education_from\" or \"education_to\"");
    if (whom.education_from && whom.education_to && *whom.education_from > *whom.education_to)
        fields.problem(name, "ends before it begins");
    return whom;
}

Sex read_sex(Fields& fields, std::string_view name, Draft& draft)
{
    const Json* const node = fields.take(name, Json::Kind::object, Need::optional);
    if (node == nullptr) return Sex::any;
    Fields row(*node, fields.at(name), draft.problems);
    const auto sex = row.one_of("sex", sexes);
    row.finish();
    if (!sex) return Sex::any;
    return *sex == 0 ? Sex::female : Sex::male;
}

void read_asking(const Json& root, const Place& top, Draft& draft)
{
    const Json* const items = root.find("items");
    if (items == nullptr || items->children.size() != draft.definition.items.size()) return;
    const Place place = top.member("items");
    bool sound = draft.items_sound; // of the conditions so far: a later one may rest on them
    for (std::size_t i = 0; i < items->children.size(); ++i) {
        const std::size_t before = draft.problems.count();
        const Place at = place.element(i);
        read_rule(items->children[i], at, i, draft);
        sound = sound && draft.problems.count() == before;
        if (sound && draft.definition.items[i].asked_when) check_reach(at.member("asked_when"), i, draft);
    }
}

} // namespace rapport::instruments
