#include "instruments/sheet/sheet_parts.h"

namespace rapport::instruments::sheet {

namespace {

std::string condition_words(const Maker& make, const Condition& condition)
{
    if (condition.kind == Condition::Kind::item) {
        std::vector<std::string> values;
        for (const int value : condition.values)
            values.push_back(std::to_string(value));
        return make.say("sheet.when_item", {{"item", make.definition.items[condition.item].id},
                                            {"values", joined(values, make.name("or_between"))}});
    }
    std::vector<std::string> parts;
    for (const Condition& part : condition.parts) {
        const bool nested = part.kind != Condition::Kind::item;
        const std::string words = condition_words(make, part);
        parts.push_back(nested ? "(" + words + ")" : words);
    }
    return joined(parts, make.name(condition.kind == Condition::Kind::all ? "and_between" : "or_between"));
}

std::string asked_words(const Maker& make, const Item& item)
{
    std::vector<std::string> words;
    if (item.asked_when)
        words.push_back(make.say("sheet.asked_when", {{"condition", condition_words(make, *item.asked_when)}}));
    if (item.not_for != Sex::any)
        words.push_back(make.name(item.not_for == Sex::male ? "not_for.male" : "not_for.female"));
    if (item.has_rule() && item.scored)
        words.push_back(make.say("sheet.skipped_as", {{"value", std::to_string(item.skipped_as)}}));
    return joined(words, " ");
}

/// "Total; Goal (reversed)".
std::string score_words(const Maker& make, std::size_t item)
{
    std::vector<std::string> names;
    for (const Score& score : make.definition.scores)
        for (std::size_t i = 0; i < score.items.size(); ++i) {
            if (score.items[i] != item) continue;
            const bool reversed = i < score.reversed.size() && score.reversed[i];
            names.push_back(reversed ? make.say("sheet.reversed_in", {{"score", score.name}}) : score.name);
        }
    return names.empty() ? make.name("in_no_score") : joined(names, "; ");
}

} // namespace

void put_items(const Maker& make)
{
    const Definition& about = make.definition;
    make.page.heading(make.name("items"));
    make.page.paragraph(about.instructions);
    if (!about.stem.empty()) make.page.paragraph(make.say("sheet.stem", {{"stem", about.stem}}));
    if (about.wording == Wording::key_only) make.page.paragraph(make.name("no_text"));
    std::vector<std::vector<std::string>> rows;
    const bool several = about.choice_sets.size() > 1;
    for (std::size_t i = 0; i < about.items.size(); ++i) {
        const Item& item = about.items[i];
        rows.push_back({item.id, item.text.empty() ? item.label : item.text,
                        several ? about.choice_sets[item.choice_set].id : std::string(), score_words(make, i),
                        asked_words(make, item), item.loinc});
    }
    make.page.table({make.name("number"), make.name("item"), make.name("answers"), make.name("counts_in"),
                     make.name("asked"), make.name("loinc")},
                    std::move(rows));
}

void put_answers(const Maker& make)
{
    make.page.heading(make.name("answers"));
    for (const ChoiceSet& set : make.definition.choice_sets) {
        if (make.definition.choice_sets.size() > 1) make.page.paragraph(make.say("sheet.answer_set", {{"id", set.id}}));
        std::vector<std::vector<std::string>> rows;
        for (const Choice& choice : set.choices) {
            const std::string points = std::to_string(choice.value);
            rows.push_back({points, choice.text == points ? std::string() : choice.text, choice.loinc});
        }
        make.page.table({make.name("points"), make.name("words"), make.name("loinc")}, std::move(rows));
    }
}

} // namespace rapport::instruments::sheet
