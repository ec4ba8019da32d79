#include <algorithm>

#include "instruments/criteria.h"
#include "instruments/read_parts.h"

namespace rapport::instruments {

namespace {

constexpr std::size_t most_rules = 200;
constexpr std::string_view change_kinds[] = {"reliable", "minimal_important"};

/// The elements of an optional list of rules; none when there are too many to be meant.
std::span<const Json> rules(Fields& top, std::string_view name, Draft& draft)
{
    const Json* const list = top.take(name, Json::Kind::list, Need::optional);
    if (list == nullptr) return {};
    if (list->children.size() <= most_rules) return list->children;
    draft.problems.add(top.at(name), "must not hold more than 200 entries");
    return {};
}

/// A threshold at or below the lowest choice is always reached, one above the highest never: both are slips.
void check_threshold(const Draft& draft, std::size_t item, int at_least, Fields& fields, std::string_view name)
{
    if (!draft.items_sound) return;
    const ValueRange range = value_range(draft.definition, item);
    if (at_least <= range.low || at_least > range.high)
        fields.problem(name, "is not a threshold that some choices of item " + draft.definition.items[item].id +
                                 " reach and others do not");
}

void read_exceptions(Fields& fields, CriterionPart& part, Draft& draft)
{
    const Json* const exceptions = fields.take("at_least_for", Json::Kind::object, Need::optional);
    if (exceptions == nullptr) return;
    Fields rows(*exceptions, fields.at("at_least_for"), draft.problems);
    for (const Json& row : exceptions->children) {
        const std::optional<int> value = rows.whole(row.key, -32'768, 32'767);
        const auto known = draft.items.find(row.key);
        const auto member = known == draft.items.end() ? part.items.end()
                                                       : std::find(part.items.begin(), part.items.end(), known->second);
        if (member == part.items.end())
            rows.problem(row.key, "names an item this part does not use");
        else if (value)
            part.at_least[static_cast<std::size_t>(member - part.items.begin())] = *value;
    }
}

std::optional<ScoreRange::Edge> read_edge(Fields& fields, const std::string& name, const Score* of, Draft& draft)
{
    const std::string by_sex = name + "_by_sex";
    std::optional<ScoreRange::Edge> edge;
    if (const Json* const node = fields.take(by_sex, Json::Kind::object, Need::optional)) {
        Fields sexes(*node, fields.at(by_sex), draft.problems);
        edge = {sexes.number("female").value_or(0), sexes.number("male").value_or(0)};
        sexes.finish();
    }
    if (const auto both = fields.number(name, Need::optional)) {
        if (edge) fields.problem(by_sex, "and \"" + name + "\" exclude each other");
        edge = {*both, *both};
    }
    if (!edge || of == nullptr) return edge;
    for (const double each : {edge->female, edge->male})
        if (name == "at_least" ? each <= of->min || each > of->max : each < of->min || each >= of->max) {
            fields.problem(name, "does not part the values the score can have");
            break;
        }
    return edge;
}

CriterionPart read_score_part(Fields& fields, Draft& draft)
{
    CriterionPart part;
    part.range.emplace();
    const std::string score = fields.text("score");
    const auto known = draft.scores.find(score);
    if (known != draft.scores.end())
        part.range->score = known->second;
    else if (!score.empty())
        fields.problem("score", "names a score that is not there");
    const Score* const of =
        draft.scores_sound && known != draft.scores.end() ? &draft.definition.scores[known->second] : nullptr;
    part.range->at_least = read_edge(fields, "at_least", of, draft);
    part.range->at_most = read_edge(fields, "at_most", of, draft);
    if (!part.range->at_least && !part.range->at_most)
        fields.problem("at_least", "is missing, or \"at_most\", or one of them by sex");
    fields.finish();
    return part;
}

CriterionPart read_part(const Json& node, const Place& place, Draft& draft)
{
    Fields fields(node, place, draft.problems);
    if (node.find("score") != nullptr) return read_score_part(fields, draft);
    CriterionPart part;
    if (const Json* const list = fields.take("items", Json::Kind::list)) {
        const Place at = fields.at("items");
        if (list->children.empty()) draft.problems.add(at, "must hold an item");
        part.items = read_item_ids(*list, at, draft);
    }
    const std::optional<int> at_least = fields.whole("at_least", -32'768, 32'767);
    part.at_least.assign(part.items.size(), at_least.value_or(0));
    read_exceptions(fields, part, draft);
    for (std::size_t i = 0; at_least && i < part.items.size(); ++i)
        check_threshold(draft, part.items[i], part.at_least[i], fields, "at_least");

    const int all = std::max(1, static_cast<int>(part.items.size()));
    part.need = fields.whole("need", 0, all).value_or(1);
    part.most = fields.whole("most", 0, all - 1, Need::optional);
    if (part.most && *part.most < part.need) fields.problem("most", "must not be below \"need\"");
    if (part.need == 0 && !part.most) fields.problem("need", "must be 1 or more where there is no \"most\"");
    fields.finish();
    return part;
}

Criterion read_criterion(const Json& node, const Place& place, Draft& draft)
{
    Fields fields(node, place, draft.problems);
    Criterion criterion;
    criterion.id = fields.id();
    criterion.name = fields.text("name");
    criterion.source = fields.text("source");
    const Json* const parts = fields.take("parts", Json::Kind::list);
    fields.finish();
    if (parts == nullptr) return criterion;

    const Place at = fields.at("parts");
    if (parts->children.empty()) draft.problems.add(at, "must hold a part");
    if (parts->children.size() > criterion_parts_limit) {
        draft.problems.add(at, "must not hold more than 16 parts");
        return criterion;
    }
    for (std::size_t i = 0; i < parts->children.size(); ++i)
        criterion.parts.push_back(read_part(parts->children[i], at.element(i), draft));
    const bool bounded = std::any_of(criterion.parts.begin(), criterion.parts.end(),
                                     [](const CriterionPart& part) { return part.most.has_value(); });
    if (bounded && criterion_states(criterion) > criterion_states_limit)
        draft.problems.add(at, "are too many or too long for a rule with \"most\"");
    return criterion;
}

ChangeThreshold read_change(const Json& node, const Place& place, Draft& draft)
{
    Fields fields(node, place, draft.problems);
    ChangeThreshold change;
    change.id = fields.id();
    const std::string score = fields.text("score");
    change.kind = change_kinds[fields.one_of("kind", change_kinds).value_or(0)];
    change.points = fields.number("points").value_or(1);
    change.points_to = fields.number("points_to", Need::optional);
    change.end_point = fields.number("end_point", Need::optional);
    change.population = fields.text("population");
    change.source = fields.text("source");
    change.citation = fields.text("citation");
    change.is_default = fields.truth("default", Need::optional).value_or(false);
    fields.finish();

    if (change.points <= 0) fields.problem("points", "must be above 0");
    if (change.points_to && *change.points_to <= change.points) fields.problem("points_to", "must be above \"points\"");
    if (change.end_point && change.kind != "reliable")
        fields.problem("end_point", "belongs to a change of the kind \"reliable\" only");
    const auto known = draft.scores.find(score);
    if (known == draft.scores.end()) {
        if (!score.empty()) fields.problem("score", "names a score that is not there");
        return change;
    }
    change.score = known->second;
    const Score& of = draft.definition.scores[change.score];
    if (draft.scores_sound && change.points_to.value_or(change.points) > of.max - of.min)
        fields.problem("points", "is more than the whole range of the score");
    if (draft.scores_sound && change.end_point && (*change.end_point < of.min || *change.end_point > of.max))
        fields.problem("end_point", "lies outside the score's \"min\" to \"max\"");
    return change;
}

void read_values(Fields& fields, CriticalItem& critical, Draft& draft)
{
    const Json* const list = fields.take("values", Json::Kind::list, Need::optional);
    if (list == nullptr) return;
    const Place place = fields.at("values");
    if (list->children.empty()) draft.problems.add(place, "must hold a value");
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        const Json& value = list->children[i];
        if (value.kind != Json::Kind::integer || value.real < -32'768 || value.real > 32'767)
            draft.problems.add(place.element(i), "must be a whole number");
        else if (std::find(critical.values.begin(), critical.values.end(), value.real) != critical.values.end())
            draft.problems.add(place.element(i), "is there twice");
        else
            critical.values.push_back(static_cast<int>(value.integer));
    }
}

void check_firing(Fields& fields, const CriticalItem& critical, Draft& draft)
{
    if (critical.at_least) check_threshold(draft, critical.item, *critical.at_least, fields, "at_least");
    if (critical.at_least && !critical.values.empty()) fields.problem("values", "and \"at_least\" exclude each other");
    if (!critical.at_least && critical.values.empty() && !critical.when_unanswered)
        fields.problem("at_least", "is missing, or \"values\": this item never fires");
    for (std::size_t i = 0; draft.items_sound && i < critical.values.size(); ++i)
        if (!draft.definition.allows(critical.item, critical.values[i]))
            draft.problems.add(fields.at("values").element(i), "is not one of the item's choices");
}

} // namespace

void read_criteria(Fields& top, Draft& draft)
{
    std::unordered_map<std::string, std::size_t> ids;
    const Place place = top.at("criteria");
    const auto list = rules(top, "criteria", draft);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Place at = place.element(i);
        draft.definition.criteria.push_back(read_criterion(list[i], at, draft));
        const std::string& id = draft.definition.criteria.back().id;
        if (!id.empty() && !ids.emplace(id, i).second) draft.problems.add(at.member("id"), "is used twice");
    }
}

void read_critical_items(Fields& top, Draft& draft)
{
    std::unordered_map<std::string, std::size_t> ids;
    const Place place = top.at("critical_items");
    const auto list = rules(top, "critical_items", draft);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Place at = place.element(i);
        Fields fields(list[i], at, draft.problems);
        CriticalItem critical;
        critical.id = fields.id();
        register_id(fields, ids, critical.id, i);
        const std::string item = fields.text("item");
        critical.at_least = fields.whole("at_least", -32'768, 32'767, Need::optional);
        read_values(fields, critical, draft);
        critical.when_unanswered = fields.truth("when_unanswered").value_or(true);
        critical.text = fields.text("text");
        critical.source = fields.text("source");
        fields.finish();
        const auto known = draft.items.find(item);
        if (known != draft.items.end()) {
            critical.item = known->second;
            check_firing(fields, critical, draft);
        } else if (!item.empty()) {
            fields.problem("item", "names an item that is not there");
        }
        draft.definition.critical_items.push_back(std::move(critical));
    }
}

void read_changes(Fields& top, Draft& draft)
{
    std::unordered_map<std::string, std::size_t> ids;
    std::unordered_map<std::size_t, std::size_t> defaults;
    const Place place = top.at("changes");
    const auto list = rules(top, "changes", draft);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Place at = place.element(i);
        draft.definition.changes.push_back(read_change(list[i], at, draft));
        const ChangeThreshold& change = draft.definition.changes.back();
        if (!change.id.empty() && !ids.emplace(change.id, i).second)
            draft.problems.add(at.member("id"), "is used twice");
        if (change.is_default && !defaults.emplace(change.score, i).second)
            draft.problems.add(at.member("default"), "is the second default of its score");
    }
}

} // namespace rapport::instruments
