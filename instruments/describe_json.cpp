#include "instruments/describe_json.h"

#include "instruments/json_tree.h"

namespace rapport::instruments {

namespace {

Json text_or_null(std::string_view text)
{
    return text.empty() ? Json::null() : Json::of(text);
}

Json number_or_null(const std::optional<double>& number)
{
    return number ? Json::of(*number) : Json::null();
}

Json ids(const Definition& definition, const std::vector<std::size_t>& items)
{
    Json list = Json::list();
    for (const std::size_t item : items)
        list.add(Json::of(definition.items[item].id));
    return list;
}

Json identity(const Definition& definition)
{
    Json row = Json::object();
    row.set("id", Json::of(definition.id)).set("version", Json::of(definition.version));
    row.set("title", Json::of(definition.title)).set("short_title", Json::of(definition.short_title));
    row.set("respondent", Json::of(word(definition.respondent))).set("mode", Json::of(word(definition.mode)));
    row.set("language", Json::of(definition.language)).set("recall", Json::of(definition.recall));
    row.set("items", Json::of(definition.items.size()));
    Json scores = Json::list();
    for (const Score& score : definition.scores)
        scores.add(Json::of(score.id));
    row.set("scores", std::move(scores)).set("wording", Json::of(word(definition.wording)));
    row.set("key_verified", Json::of(definition.key_verified));
    row.set("validity_note", text_or_null(definition.validity_note)).set("pair", text_or_null(definition.pair_id));
    return row;
}

Json choices(const Definition& definition)
{
    Json sets = Json::object();
    for (const ChoiceSet& set : definition.choice_sets) {
        Json list = Json::list();
        for (const Choice& choice : set.choices)
            list.add(Json::object().set("value", Json::of(choice.value)).set("text", Json::of(choice.text)));
        sets.set(set.id, std::move(list));
    }
    return sets;
}

Json items(const Definition& definition)
{
    Json list = Json::list();
    for (const Item& item : definition.items) {
        Json row = Json::object();
        row.set("id", Json::of(item.id)).set("text", text_or_null(item.text)).set("label", Json::of(item.label));
        row.set("cluster", text_or_null(item.cluster));
        row.set("choices", Json::of(definition.choice_sets[item.choice_set].id));
        list.add(std::move(row));
    }
    return list;
}

Json score_row(const Definition& definition, const Score& score)
{
    std::vector<std::size_t> reversed;
    for (std::size_t i = 0; i < score.items.size(); ++i)
        if (score.reversed[i]) reversed.push_back(score.items[i]);
    Json missing = Json::object();
    missing.set("max_missing", Json::of(score.missing.max_missing)).set("id", Json::of(score.missing.id));
    missing.set("source", Json::of(score.missing.source));
    Json bands = Json::list();
    for (const Band& band : score.bands)
        bands.add(Json::object()
                      .set("from", Json::of(band.from))
                      .set("to", Json::of(band.to))
                      .set("label", Json::of(band.label)));
    Json cuts = Json::list();
    for (const CutOff& cut : score.cut_offs)
        cuts.add(Json::object()
                     .set("from", Json::of(cut.from))
                     .set("to", Json::of(cut.to))
                     .set("label", Json::of(cut.label))
                     .set("source", Json::of(cut.source)));
    Json row = Json::object();
    row.set("id", Json::of(score.id)).set("name", Json::of(score.name)).set("symbol", text_or_null(score.symbol));
    row.set("method", Json::of(score.method == Method::sum ? "sum" : "mean"));
    row.set("direction",
            Json::of(score.direction == Direction::higher_is_worse ? "higher_is_worse" : "higher_is_better"));
    row.set("items", ids(definition, score.items)).set("reversed", ids(definition, reversed));
    row.set("missing", std::move(missing)).set("min", Json::of(score.min)).set("max", Json::of(score.max));
    row.set("bands", std::move(bands)).set("bands_source", text_or_null(score.bands_source));
    row.set("cut_offs", std::move(cuts));
    return row;
}

Json part_row(const Definition& definition, const CriterionPart& part)
{
    Json thresholds = Json::object();
    for (std::size_t i = 0; i < part.items.size(); ++i)
        thresholds.set(definition.items[part.items[i]].id, Json::of(part.at_least[i]));
    Json row = Json::object();
    row.set("at_least", std::move(thresholds)).set("need", Json::of(part.need));
    row.set("most", part.most ? Json::of(*part.most) : Json::null());
    return row;
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
        row.set("at_least", Json::of(critical.at_least)).set("when_unanswered", Json::of(critical.when_unanswered));
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

} // namespace

std::string list_json(const std::vector<Definition>& definitions)
{
    Json list = Json::list();
    for (const Definition& definition : definitions)
        list.add(identity(definition));
    return print_json(list, Layout::indented) + "\n";
}

std::string show_json(const Definition& definition)
{
    Json row = identity(definition);
    Json scores = Json::list();
    for (const Score& score : definition.scores)
        scores.add(score_row(definition, score));
    Json licence = Json::object();
    licence.set("holder", Json::of(definition.licence.holder)).set("terms", Json::of(definition.licence.terms));
    licence.set("may_ship_text", Json::of(definition.licence.may_ship_text));
    licence.set("may_release_text", Json::of(definition.licence.may_release_text));

    row.set("instructions", text_or_null(definition.instructions)).set("stem", text_or_null(definition.stem));
    row.set("choices", choices(definition)).set("items", items(definition)).set("scores", std::move(scores));
    row.set("criteria", criteria(definition)).set("critical_items", critical_items(definition));
    row.set("changes", changes(definition)).set("licence", std::move(licence));
    row.set("sources", Json::list_of(definition.sources));
    return print_json(row, Layout::indented) + "\n";
}

std::string check_json(std::string_view file, const Reading& reading)
{
    Json problems = Json::list();
    for (const Problem& problem : reading.problems)
        problems.add(Json::object().set("pointer", Json::of(problem.pointer)).set("what", Json::of(problem.what)));
    Json row = Json::object();
    row.set("file", Json::of(file)).set("id", reading.definition ? Json::of(reading.definition->id) : Json::null());
    row.set("sound", Json::of(reading.definition.has_value())).set("problems", std::move(problems));
    return print_json(row, Layout::indented) + "\n";
}

std::string_view word(Respondent respondent)
{
    switch (respondent) {
    case Respondent::patient:
        return "patient";
    case Respondent::therapist:
        return "therapist";
    case Respondent::staff:
        return "staff";
    }
    return "";
}

std::string_view word(Mode mode)
{
    switch (mode) {
    case Mode::self:
        return "self";
    case Mode::staff_read:
        return "staff_read";
    case Mode::clinician_rated:
        return "clinician_rated";
    }
    return "";
}

std::string_view word(Wording wording)
{
    switch (wording) {
    case Wording::shipped:
        return "shipped";
    case Wording::key_only:
        return "key_only";
    case Wording::installed:
        return "installed";
    }
    return "";
}

} // namespace rapport::instruments
