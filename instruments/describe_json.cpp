#include "instruments/describe_json.h"

#include "instruments/describe_parts.h"

namespace rapport::instruments {

namespace {

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
    row.set("comparable_with", Json::list_of(definition.comparable_with)).set("loinc", text_or_null(definition.loinc));
    return row;
}

Json choices(const Definition& definition)
{
    Json sets = Json::object();
    for (const ChoiceSet& set : definition.choice_sets) {
        Json list = Json::list();
        for (const Choice& choice : set.choices)
            list.add(Json::object()
                         .set("value", Json::of(choice.value))
                         .set("text", Json::of(choice.text))
                         .set("loinc", text_or_null(choice.loinc)));
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
        row.set("asked_when", item.asked_when ? condition_row(definition, *item.asked_when) : Json::null());
        row.set("not_for", sex_or_null(item.not_for));
        row.set("skipped_as", item.has_rule() ? Json::of(item.skipped_as) : Json::null());
        row.set("scored", Json::of(item.scored)).set("loinc", text_or_null(item.loinc));
        list.add(std::move(row));
    }
    return list;
}

Json problem_rows(const std::vector<Problem>& problems)
{
    Json list = Json::list();
    for (const Problem& problem : problems)
        list.add(Json::object()
                     .set("pointer", Json::of(problem.pointer))
                     .set("line", Json::of(problem.line))
                     .set("column", Json::of(problem.column))
                     .set("what", Json::of(problem.what)));
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
    Json tables = Json::list();
    for (const Table& table : definition.tables)
        tables.add(table_row(table));
    Json licence = Json::object();
    licence.set("holder", Json::of(definition.licence.holder)).set("terms", Json::of(definition.licence.terms));
    licence.set("may_ship_text", Json::of(definition.licence.may_ship_text));
    licence.set("may_release_text", Json::of(definition.licence.may_release_text));

    row.set("instructions", text_or_null(definition.instructions)).set("stem", text_or_null(definition.stem));
    row.set("choices", choices(definition)).set("items", items(definition)).set("scores", std::move(scores));
    row.set("tables", std::move(tables));
    row.set("criteria", criteria(definition)).set("critical_items", critical_items(definition));
    row.set("changes", changes(definition)).set("licence", std::move(licence));
    row.set("sources", Json::list_of(definition.sources));
    return print_json(row, Layout::indented) + "\n";
}

std::string check_json(std::string_view file, const Reading& reading)
{
    Json row = Json::object();
    row.set("file", Json::of(file)).set("id", reading.definition ? Json::of(reading.definition->id) : Json::null());
    row.set("sound", Json::of(reading.definition.has_value()));
    row.set("key_verified", reading.definition ? Json::of(reading.definition->key_verified) : Json::null());
    row.set("problems", problem_rows(reading.problems)).set("remarks", problem_rows(reading.remarks));
    return print_json(row, Layout::indented) + "\n";
}

std::string check_text(std::string_view file, const Reading& reading)
{
    std::string text;
    if (reading.definition) text += std::string(file) + ": sound, and its worked examples hold\n";
    for (const auto* const list : {&reading.problems, &reading.remarks})
        for (const Problem& problem : *list)
            text += std::string(file) + ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column) +
                    ": " + (list == &reading.remarks ? "remark: " : "") + problem.pointer + " " + problem.what + "\n";
    return text;
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
    case Mode::proxy:
        return "proxy";
    case Mode::from_paper:
        return "from_paper";
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
