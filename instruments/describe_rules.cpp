#include "instruments/describe_parts.h"

namespace rapport::instruments {

namespace {

Json edge_or_null(const std::optional<ScoreRange::Edge>& edge)
{
    if (!edge) return Json::null();
    if (edge->female == edge->male) return Json::of(edge->female);
    return Json::object().set("female", Json::of(edge->female)).set("male", Json::of(edge->male));
}

Json part_row(const Definition& definition, const CriterionPart& part)
{
    if (part.range)
        return Json::object()
            .set("score", Json::of(definition.scores[part.range->score].id))
            .set("at_least", edge_or_null(part.range->at_least))
            .set("at_most", edge_or_null(part.range->at_most));
    Json thresholds = Json::object();
    for (std::size_t i = 0; i < part.items.size(); ++i)
        thresholds.set(definition.items[part.items[i]].id, Json::of(part.at_least[i]));
    Json row = Json::object();
    row.set("at_least", std::move(thresholds)).set("need", Json::of(part.need));
    row.set("most", part.most ? Json::of(*part.most) : Json::null());
    return row;
}

} // namespace

Json condition_row(const Definition& definition, const Condition& condition)
{
    if (condition.kind == Condition::Kind::item) {
        Json values = Json::list();
        for (const int value : condition.values)
            values.add(Json::of(value));
        return Json::object()
            .set("item", Json::of(definition.items[condition.item].id))
            .set("equals", std::move(values));
    }
    Json parts = Json::list();
    for (const Condition& part : condition.parts)
        parts.add(condition_row(definition, part));
    return Json::object().set(condition.kind == Condition::Kind::all ? "all" : "any", std::move(parts));
}

Json criteria(const Definition& definition)
{
    Json list = Json::list();
    for (const Criterion& criterion : definition.criteria) {
        Json parts = Json::list();
        for (const CriterionPart& part : criterion.parts)
            parts.add(part_row(definition, part));
        Json row = Json::object();
        row.set("id", Json::of(criterion.id)).set("name", Json::of(criterion.name)).set("parts", std::move(parts));
        row.set("source", Json::of(criterion.source));
        list.add(std::move(row));
    }
    return list;
}

Json critical_items(const Definition& definition)
{
    Json list = Json::list();
    for (const CriticalItem& critical : definition.critical_items) {
        Json row = Json::object();
        row.set("id", Json::of(critical.id)).set("item", Json::of(definition.items[critical.item].id));
        row.set("at_least", critical.at_least ? Json::of(*critical.at_least) : Json::null());
        row.set("when_unanswered", Json::of(critical.when_unanswered));
        Json values = Json::list();
        for (const int value : critical.values)
            values.add(Json::of(value));
        row.set("values", std::move(values));
        row.set("text", Json::of(critical.text)).set("source", Json::of(critical.source));
        list.add(std::move(row));
    }
    return list;
}

Json changes(const Definition& definition)
{
    Json list = Json::list();
    for (const ChangeThreshold& change : definition.changes) {
        Json row = Json::object();
        row.set("id", Json::of(change.id)).set("score", Json::of(definition.scores[change.score].id));
        row.set("kind", Json::of(change.kind)).set("points", Json::of(change.points));
        row.set("points_to", number_or_null(change.points_to)).set("end_point", number_or_null(change.end_point));
        row.set("population", Json::of(change.population)).set("source", Json::of(change.source));
        row.set("citation", Json::of(change.citation)).set("default", Json::of(change.is_default));
        list.add(std::move(row));
    }
    return list;
}

} // namespace rapport::instruments
