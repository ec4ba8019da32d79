#include <algorithm>

#include "instruments/sheet/sheet_parts.h"

namespace rapport::instruments::sheet {

namespace {

/// "1, 2, 3", or "1 (2 or more), 9 (1 or more)" where the thresholds differ.
std::string item_words(const Maker& make, const CriterionPart& part, bool alike)
{
    if (alike) return make.items(part.items);
    std::vector<std::string> words;
    for (std::size_t i = 0; i < part.items.size(); ++i)
        words.push_back(make.say("sheet.item_at_least", {{"item", make.definition.items[part.items[i]].id},
                                                         {"value", std::to_string(part.at_least[i])}}));
    return joined(words);
}

std::string count_words(const Maker& make, const CriterionPart& part)
{
    const bool alike = std::all_of(part.at_least.begin(), part.at_least.end(),
                                   [&](int value) { return value == part.at_least.front(); });
    const std::string level =
        alike ? make.say("sheet.at_least", {{"value", std::to_string(part.at_least.front())}}) : std::string();
    const Filling filling = {{"items", item_words(make, part, alike)},
                             {"level", level},
                             {"need", std::to_string(part.need)},
                             {"most", std::to_string(part.most.value_or(0))},
                             {"count", std::to_string(part.items.size())}};
    if (!part.most) return make.say(alike ? "sheet.part.need" : "sheet.part.need_each", filling);
    if (*part.most == 0) return make.say(alike ? "sheet.part.none" : "sheet.part.none_each", filling);
    return make.say(alike ? "sheet.part.between" : "sheet.part.between_each", filling);
}

std::string edge_words(const Maker& make, const ScoreRange::Edge& edge, std::string_view key)
{
    const std::string one = "sheet." + std::string(key);
    if (edge.female == edge.male) return make.say(one, {{"value", figure(edge.female)}});
    return make.say("sheet.by_sex", {{"female", make.say(one, {{"value", figure(edge.female)}})},
                                     {"male", make.say(one, {{"value", figure(edge.male)}})}});
}

std::string part_words(const Maker& make, const CriterionPart& part)
{
    if (!part.range) return count_words(make, part);
    std::vector<std::string> edges;
    if (part.range->at_least) edges.push_back(edge_words(make, *part.range->at_least, "at_least"));
    if (part.range->at_most) edges.push_back(edge_words(make, *part.range->at_most, "at_most"));
    return make.say("sheet.part.score", {{"score", make.definition.scores[part.range->score].name},
                                         {"range", joined(edges, make.name("and_between"))}});
}

std::string fires_words(const Maker& make, const CriticalItem& critical)
{
    std::vector<std::string> words;
    if (critical.at_least) words.push_back(make.say("sheet.at_least", {{"value", std::to_string(*critical.at_least)}}));
    std::vector<std::string> values;
    for (const int value : critical.values)
        values.push_back(std::to_string(value));
    if (!values.empty()) words.push_back(joined(values, make.name("or_between")));
    if (critical.when_unanswered) words.push_back(make.name("unanswered"));
    return joined(words, make.name("or_between"));
}

} // namespace

void put_rules(const Maker& make)
{
    for (const Criterion& criterion : make.definition.criteria) {
        make.page.heading(make.say("sheet.criterion", {{"name", criterion.name}, {"id", criterion.id}}));
        std::vector<std::string> parts;
        for (const CriterionPart& part : criterion.parts)
            parts.push_back(part_words(make, part));
        if (parts.size() > 1) make.page.paragraph(make.name("all_hold"));
        make.page.list(std::move(parts));
        make.page.paragraph(make.name("three_valued"));
        make.page.paragraph(make.say("sheet.source_is", {{"source", criterion.source}}));
    }
    std::vector<std::vector<std::string>> rows;
    for (const CriticalItem& critical : make.definition.critical_items)
        rows.push_back({critical.id, make.definition.items[critical.item].id, fires_words(make, critical),
                        critical.text, critical.source});
    make.page.heading(make.name("critical"));
    if (rows.empty()) make.page.paragraph(make.name("no_critical"));
    make.page.table(
        {make.name("name"), make.name("item"), make.name("fires_at"), make.name("to_do"), make.name("source")},
        std::move(rows));
}

void put_changes(const Maker& make)
{
    make.page.heading(make.name("changes"));
    std::vector<std::vector<std::string>> rows;
    for (const ChangeThreshold& change : make.definition.changes) {
        const std::string points =
            change.points_to
                ? make.say("sheet.points_range", {{"from", figure(change.points)}, {"to", figure(*change.points_to)}})
                : figure(change.points);
        const bool worse = make.definition.scores[change.score].direction == Direction::higher_is_worse;
        const std::string end = change.end_point ? make.say(worse ? "sheet.at_most" : "sheet.at_least",
                                                            {{"value", figure(*change.end_point)}})
                                                 : std::string();
        rows.push_back({change.id, make.definition.scores[change.score].name, make.name("change." + change.kind),
                        points, end, change.population, change.source + ". " + change.citation,
                        change.is_default ? make.name("yes") : std::string()});
    }
    if (rows.empty()) make.page.paragraph(make.name("no_changes"));
    make.page.table({make.name("name"), make.name("in_score"), make.name("kind"), make.name("points"),
                     make.name("end_point"), make.name("population"), make.name("citation"), make.name("default")},
                    std::move(rows));
}

} // namespace rapport::instruments::sheet
