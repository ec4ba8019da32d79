#include <algorithm>
#include <set>

#include "instruments/sheet/sheet_parts.h"

namespace rapport::instruments::sheet {

namespace {

std::string member_words(const Maker& make, const Score& score)
{
    if (!score.items.empty()) return make.say("sheet.of_items", {{"items", make.items(score.items)}});
    std::vector<std::string> names;
    for (const std::size_t input : score.inputs)
        names.push_back(make.definition.scores[input].name);
    return make.say("sheet.of_scores", {{"scores", joined(names)}});
}

std::string decimal(Decimal value)
{
    return figure(static_cast<double>(value.ten_thousandths) / static_cast<double>(Decimal::one));
}

std::string method_words(const Maker& make, const Score& score)
{
    const std::string members = member_words(make, score);
    switch (score.method) {
    case Method::sum:
        return make.say("sheet.method.sum", {{"members", members}});
    case Method::mean:
        return make.say("sheet.method.mean", {{"members", members}});
    case Method::max:
        return make.say("sheet.method.max", {{"members", members}});
    case Method::weighted: {
        std::vector<std::string> weights;
        for (std::size_t i = 0; i < score.weights.size(); ++i) {
            const std::string name = score.items.empty() ? make.definition.scores[score.inputs[i]].name
                                                         : make.definition.items[score.items[i]].id;
            weights.push_back(name + " × " + decimal(score.weights[i]));
        }
        return make.say("sheet.method.weighted", {{"members", members}, {"weights", joined(weights)}});
    }
    case Method::count:
        return make.say("sheet.method.count", {{"members", members}, {"value", std::to_string(score.count_at_least)}});
    case Method::percent_of_max:
        return make.say("sheet.method.percent_of_max", {{"members", members}});
    case Method::table:
        return make.say("sheet.method.table",
                        {{"members", members}, {"table", make.definition.tables[score.table.value_or(0)].id}});
    case Method::expression: // in words of its own
        break;
    }
    return {};
}

std::string reversed_words(const Maker& make, const Score& score)
{
    std::vector<std::size_t> reversed;
    std::set<int> sums;
    for (std::size_t i = 0; i < score.reversed.size(); ++i) {
        if (!score.reversed[i]) continue;
        reversed.push_back(score.items[i]);
        const auto& choices = make.definition.choices(score.items[i]);
        const auto [low, high] =
            std::minmax_element(choices.begin(), choices.end(),
                                [](const Choice& left, const Choice& right) { return left.value < right.value; });
        sums.insert(low->value + high->value);
    }
    if (reversed.empty()) return make.name("no_reversals");
    if (sums.size() > 1) return make.say("sheet.reversed_by_set", {{"items", make.items(reversed)}});
    return make.say("sheet.reversed", {{"items", make.items(reversed)}, {"sum", std::to_string(*sums.begin())}});
}

std::string missing_words(const Maker& make, const Score& score)
{
    const int most = score.missing.max_missing;
    const std::string source =
        make.say("sheet.missing.source", {{"id", score.missing.id}, {"source", score.missing.source}});
    if (score.expression) return source; // what is missing is said with the calculation
    const std::string rule = most == 0   ? make.name(score.items.empty() ? "missing.none_of_scores" : "missing.none")
                             : most == 1 ? make.name("missing.one")
                                         : make.say("sheet.missing.some", {{"most", std::to_string(most)}});
    return rule + " " + source;
}

std::string whom(const Maker& make, const Whom& who)
{
    std::string words;
    if (who.sex != Sex::any) words = make.name(who.sex == Sex::female ? "for.female" : "for.male");
    if (!who.education_from && !who.education_to) return words;
    if (!words.empty()) words += ", ";
    const std::string from = std::to_string(who.education_from.value_or(0));
    const std::string to = std::to_string(who.education_to.value_or(0));
    const char* const key = !who.education_to     ? "sheet.for.education_from"
                            : !who.education_from ? "sheet.for.education_to"
                                                  : "sheet.for.education";
    return words + make.say(key, {{"from", from}, {"to", to}});
}

void put_score(const Maker& make, const Score& score)
{
    Document& page = make.page;
    page.heading(make.say("sheet.score", {{"name", score.name}, {"id", score.id}}));
    std::vector<std::string> lines;
    if (score.expression) {
        lines = expression_words(make, *score.expression);
    } else {
        lines.push_back(method_words(make, score));
        if (!score.items.empty()) lines.push_back(reversed_words(make, score));
    }
    for (const Recode& recode : score.recode)
        lines.push_back(make.say("sheet.recode",
                                 {{"value", std::to_string(recode.value)}, {"points", std::to_string(recode.points)}}));
    if (score.scale != Decimal{}) lines.push_back(make.say("sheet.scale", {{"scale", decimal(score.scale)}}));
    lines.push_back(make.say(score.direction == Direction::higher_is_worse ? "sheet.range.worse" : "sheet.range.better",
                             {{"min", figure(score.min)}, {"max", figure(score.max)}}));
    lines.push_back(missing_words(make, score));
    if (!score.loinc.empty()) lines.push_back(make.say("sheet.loinc_is", {{"code", score.loinc}}));
    page.list(std::move(lines));

    std::vector<std::vector<std::string>> bands;
    for (const Band& band : score.bands)
        bands.push_back({figure(band.from), figure(band.to), band.label, whom(make, band.only_for)});
    page.table({make.name("from"), make.name("to"), make.name("band"), make.name("for")}, std::move(bands));
    if (!score.bands.empty()) page.paragraph(make.say("sheet.bands_source", {{"source", score.bands_source}}));
    std::vector<std::vector<std::string>> cuts;
    for (const CutOff& cut : score.cut_offs)
        cuts.push_back({figure(cut.from), figure(cut.to), cut.label, whom(make, cut.only_for), cut.source});
    page.table({make.name("from"), make.name("to"), make.name("cut_off"), make.name("for"), make.name("source")},
               std::move(cuts));
    if (score.bands.empty() && score.cut_offs.empty()) page.paragraph(make.name("no_bands"));
}

} // namespace

void put_scores(const Maker& make)
{
    for (const Score& score : make.definition.scores)
        put_score(make, score);
}

void put_tables(const Maker& make)
{
    for (const Table& table : make.definition.tables) {
        make.page.heading(make.say("sheet.table", {{"id", table.id}}));
        make.page.paragraph(table.source);
        std::vector<std::vector<std::string>> rows;
        for (const Table::Row& row : table.rows)
            rows.push_back({figure(row.raw), figure(row.value)});
        make.page.table({make.name("raw"), make.name("value")}, std::move(rows));
    }
}

} // namespace rapport::instruments::sheet
