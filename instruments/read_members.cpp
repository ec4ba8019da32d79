#include <algorithm>
#include <cmath>

#include "instruments/read_parts.h"

namespace rapport::instruments {

namespace {

constexpr int most_weight = 1'000;
constexpr std::size_t most_recoded = 200;

void read_items_of(Fields& fields, Score& score, Draft& draft)
{
    if (const Json* const list = fields.take("items", Json::Kind::list)) {
        const Place place = fields.at("items");
        if (list->children.empty()) draft.problems.add(place, "must hold an item");
        score.items = read_item_ids(*list, place, draft);
    }
}

void read_inputs(Fields& fields, Score& score, Draft& draft)
{
    const Json* const list = fields.take("scores", Json::Kind::list);
    if (list == nullptr) return;
    const Place place = fields.at("scores");
    if (list->children.empty()) draft.problems.add(place, "must hold a score");
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        const Json& name = list->children[i];
        const auto known = draft.scores.find(name.text);
        if (name.kind != Json::Kind::text || known == draft.scores.end())
            draft.problems.add(place.element(i), "names no score that stands before this one");
        else if (std::find(score.inputs.begin(), score.inputs.end(), known->second) != score.inputs.end())
            draft.problems.add(place.element(i), "names a score twice");
        else
            score.inputs.push_back(known->second);
    }
    if (score.method == Method::percent_of_max) fields.problem("method", "is for a score of items");
    if (score.method == Method::table && list->children.size() != 1)
        draft.problems.add(place, "must hold the one score to look up");
}

/// Turning a value round must lead to another choice, or the range it is turned in is not the item's.
bool can_turn(const Definition& definition, std::size_t item)
{
    const ValueRange range = value_range(definition, item);
    const std::vector<Choice>& choices = definition.choices(item);
    return std::all_of(choices.begin(), choices.end(), [&](const Choice& choice) {
        return definition.allows(item, range.low + range.high - choice.value);
    });
}

void read_reversed(Fields& fields, Score& score, Draft& draft)
{
    score.reversed.assign(score.items.size(), false);
    const Json* const list = fields.take("reversed", Json::Kind::list, Need::optional);
    if (list == nullptr) return;
    const Place place = fields.at("reversed");
    for (const std::size_t item : read_item_ids(*list, place, draft)) {
        if (draft.items_sound && !can_turn(draft.definition, item))
            draft.problems.add(place, "names item " + draft.definition.items[item].id +
                                          ", whose choices do not turn round onto each other");
        const auto member = std::find(score.items.begin(), score.items.end(), item);
        if (member == score.items.end())
            draft.problems.add(place, "names an item this score does not use");
        else
            score.reversed[static_cast<std::size_t>(member - score.items.begin())] = true;
    }
}

void read_recode(Fields& fields, Score& score, Draft& draft)
{
    const Json* const map = fields.take("recode", Json::Kind::object, Need::optional);
    if (map == nullptr) return;
    if (map->children.empty()) fields.problem("recode", "must be left out when nothing is recoded");
    if (std::find(score.reversed.begin(), score.reversed.end(), true) != score.reversed.end())
        fields.problem("recode", "and \"reversed\" exclude each other: say every value of the item here");
    if (map->children.size() > most_recoded) return fields.problem("recode", "must not hold more than 200 values");
    std::unordered_map<std::string, int> values;
    for (const std::size_t item : score.items)
        if (!draft.definition.choice_sets.empty())
            for (const Choice& choice : draft.definition.choices(item))
                values.emplace(std::to_string(choice.value), choice.value);
    Fields rows(*map, fields.at("recode"), draft.problems);
    for (const Json& row : map->children) {
        const std::optional<int> points = rows.whole(row.key, -32'768, 32'767);
        const auto known = values.find(row.key);
        if (known == values.end())
            rows.problem(row.key, "is not a value of any item of this score");
        else if (points == known->second)
            rows.problem(row.key, "changes nothing");
        else if (points)
            score.recode.push_back({known->second, *points});
    }
    std::sort(score.recode.begin(), score.recode.end(),
              [](const Recode& left, const Recode& right) { return left.value < right.value; });
}

void read_weights(Fields& fields, Score& score, Draft& draft)
{
    const bool weighted = score.method == Method::weighted;
    const Json* const map = fields.take("weights", Json::Kind::object, weighted ? Need::required : Need::optional);
    if (map == nullptr) return;
    if (!weighted) return fields.problem("weights", "belongs to the method \"weighted\"");
    Fields rows(*map, fields.at("weights"), draft.problems);
    const auto add = [&](const std::string& id) {
        const std::int64_t weight = rows.ten_thousandths(id, most_weight).value_or(Decimal::one);
        if (weight == 0) rows.problem(id, "must not be 0");
        score.weights.push_back({weight});
    };
    for (const std::size_t item : score.items)
        add(draft.definition.items[item].id);
    for (const std::size_t input : score.inputs)
        add(draft.definition.scores[input].id);
    rows.finish();
}

void read_count(Fields& fields, Score& score, Draft& draft)
{
    const bool counts = score.method == Method::count;
    const auto least = fields.whole("count_at_least", -32'768, 32'767, counts ? Need::required : Need::optional);
    if (!least) return;
    score.count_at_least = *least;
    if (!counts) return fields.problem("count_at_least", "belongs to the method \"count\"");
    if (!draft.items_sound || !score.recode.empty()) return;
    for (const std::size_t item : score.items) {
        const ValueRange range = value_range(draft.definition, item);
        if (*least <= range.low || *least > range.high)
            fields.problem("count_at_least", "is not a threshold that some choices of item " +
                                                 draft.definition.items[item].id + " reach and others do not");
    }
}

void read_table_of(Fields& fields, Score& score, const Draft& draft)
{
    const bool looks_up = score.method == Method::table;
    const std::string table = fields.text("table", looks_up ? Need::required : Need::optional);
    if (table.empty()) return;
    if (!looks_up) return fields.problem("table", "belongs to the method \"table\"");
    const auto known = draft.tables.find(table);
    if (known == draft.tables.end()) return fields.problem("table", "names a table that is not there");
    score.table = known->second;
    if (score.inputs.size() != 1 || !draft.reachable[score.inputs.front()]) return;
    const Table& of = draft.definition.tables[*score.table];
    for (const double raw : *draft.reachable[score.inputs.front()])
        if (std::none_of(of.rows.begin(), of.rows.end(), [raw](const Table::Row& row) { return row.raw == raw; }))
            return fields.problem("table", "has no row for " + print_json(Json::of(raw), Layout::one_line) +
                                               ", which the score can have");
}

} // namespace

void read_members(Fields& fields, const Json& node, Score& score, Draft& draft)
{
    if (score.method == Method::expression) return read_expression_of(fields, score, draft);
    const bool of_scores = node.find("scores") != nullptr;
    if (of_scores && node.find("items") != nullptr) {
        fields.problem("scores", "and \"items\" exclude each other");
        fields.leave("items");
    }
    if (score.method == Method::table && !of_scores) fields.problem("scores", "is missing: a table turns a score");
    if (of_scores)
        read_inputs(fields, score, draft);
    else
        read_items_of(fields, score, draft);
    read_reversed(fields, score, draft);
    read_recode(fields, score, draft);
    read_weights(fields, score, draft);
    read_count(fields, score, draft);
    read_table_of(fields, score, draft);
}

void read_tables(Fields& top, Draft& draft)
{
    constexpr std::size_t most_tables = 50;
    const Json* const list = top.take("tables", Json::Kind::list, Need::optional);
    if (list == nullptr) return;
    const Place place = top.at("tables");
    if (list->children.empty()) draft.problems.add(place, "must be left out when there are no tables");
    if (list->children.size() > most_tables) return draft.problems.add(place, "must not hold more than 50 tables");
    for (std::size_t i = 0; i < list->children.size(); ++i) {
        const Place at = place.element(i);
        Fields fields(list->children[i], at, draft.problems);
        Table table;
        table.id = fields.id();
        table.source = fields.text("source");
        const Json* const rows = fields.take("rows", Json::Kind::list);
        fields.finish();
        const Place rows_at = fields.at("rows");
        if (rows != nullptr && rows->children.empty()) draft.problems.add(rows_at, "must hold a row");
        for (std::size_t r = 0; rows != nullptr && r < rows->children.size(); ++r) {
            const Place row_at = rows_at.element(r);
            Fields row(rows->children[r], row_at, draft.problems);
            const double raw = row.number("raw").value_or(0);
            const double value = row.number("value").value_or(0);
            row.finish();
            if (!table.rows.empty() && raw <= table.rows.back().raw) row.problem("raw", "must be above the row before");
            table.rows.push_back({raw, value});
        }
        register_id(fields, draft.tables, table.id, i);
        draft.definition.tables.push_back(std::move(table));
    }
}

} // namespace rapport::instruments
