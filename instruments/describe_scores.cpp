#include <array>

#include "instruments/describe_parts.h"

namespace rapport::instruments {

namespace {

Json ids(const Definition& definition, const std::vector<std::size_t>& items)
{
    Json list = Json::list();
    for (const std::size_t item : items)
        list.add(Json::of(definition.items[item].id));
    return list;
}

double number_of(Decimal decimal)
{
    return static_cast<double>(decimal.ten_thousandths) / Decimal::one;
}

Json recode(const Score& score)
{
    Json map = Json::object();
    for (const Recode& row : score.recode)
        map.set(std::to_string(row.value), Json::of(row.points));
    return map;
}

Json weights(const Definition& definition, const Score& score)
{
    Json map = Json::object();
    for (std::size_t i = 0; i < score.weights.size(); ++i)
        map.set(score.inputs.empty() ? definition.items[score.items[i]].id : definition.scores[score.inputs[i]].id,
                Json::of(number_of(score.weights[i])));
    return map;
}

Json bands(const Score& score)
{
    Json list = Json::list();
    for (const Band& band : score.bands)
        list.add(Json::object()
                     .set("from", Json::of(band.from))
                     .set("to", Json::of(band.to))
                     .set("label", Json::of(band.label))
                     .set("for", whom_or_null(band.only_for)));
    return list;
}

Json cut_offs(const Score& score)
{
    Json list = Json::list();
    for (const CutOff& cut : score.cut_offs)
        list.add(Json::object()
                     .set("from", Json::of(cut.from))
                     .set("to", Json::of(cut.to))
                     .set("label", Json::of(cut.label))
                     .set("source", Json::of(cut.source))
                     .set("for", whom_or_null(cut.only_for)));
    return list;
}

} // namespace

Json text_or_null(std::string_view text)
{
    return text.empty() ? Json::null() : Json::of(text);
}

Json number_or_null(const std::optional<double>& number)
{
    return number ? Json::of(*number) : Json::null();
}

Json sex_or_null(Sex sex)
{
    if (sex == Sex::any) return Json::null();
    return Json::object().set("sex", Json::of(sex == Sex::female ? "female" : "male"));
}

Json whom_or_null(const Whom& whom)
{
    if (whom.everybody()) return Json::null();
    Json out = whom.sex == Sex::any ? Json::object() : sex_or_null(whom.sex);
    if (whom.education_from) out.set("education_from", Json::of(*whom.education_from));
    if (whom.education_to) out.set("education_to", Json::of(*whom.education_to));
    return out;
}

Json score_row(const Definition& definition, const Score& score)
{
    std::vector<std::size_t> reversed;
    for (std::size_t i = 0; i < score.items.size(); ++i)
        if (score.reversed[i]) reversed.push_back(score.items[i]);
    Json inputs = Json::list();
    for (const std::size_t input : score.inputs)
        inputs.add(Json::of(definition.scores[input].id));
    Json missing = Json::object();
    missing.set("max_missing", Json::of(score.missing.max_missing)).set("id", Json::of(score.missing.id));
    missing.set("source", Json::of(score.missing.source));
    Json row = Json::object();
    row.set("id", Json::of(score.id)).set("name", Json::of(score.name)).set("symbol", text_or_null(score.symbol));
    row.set("method", Json::of(word(score.method)));
    row.set("direction",
            Json::of(score.direction == Direction::higher_is_worse ? "higher_is_worse" : "higher_is_better"));
    row.set("items", ids(definition, score.items)).set("reversed", ids(definition, reversed));
    row.set("missing", std::move(missing)).set("min", Json::of(score.min)).set("max", Json::of(score.max));
    row.set("scores", std::move(inputs)).set("recode", recode(score)).set("weights", weights(definition, score));
    row.set("scale", Json::of(number_of(score.scale)));
    row.set("count_at_least", score.method == Method::count ? Json::of(score.count_at_least) : Json::null());
    row.set("table", score.table ? Json::of(definition.tables[*score.table].id) : Json::null());
    row.set("expression", score.expression ? Json::of(score.expression->source) : Json::null());
    row.set("bands", bands(score)).set("bands_source", text_or_null(score.bands_source));
    row.set("cut_offs", cut_offs(score)).set("loinc", text_or_null(score.loinc));
    return row;
}

Json table_row(const Table& table)
{
    Json rows = Json::list();
    for (const Table::Row& row : table.rows)
        rows.add(Json::object().set("raw", Json::of(row.raw)).set("value", Json::of(row.value)));
    return Json::object()
        .set("id", Json::of(table.id))
        .set("source", Json::of(table.source))
        .set("rows", std::move(rows));
}

std::string_view word(Method method)
{
    constexpr std::array<std::string_view, 8> words = {"sum",   "mean",           "max",   "weighted",
                                                       "count", "percent_of_max", "table", "expression"};
    return words[static_cast<std::size_t>(method)];
}

} // namespace rapport::instruments
