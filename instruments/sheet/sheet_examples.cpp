#include "instruments/json_tree.h"
#include "instruments/sheet/sheet_parts.h"

namespace rapport::instruments::sheet {

namespace {

std::string value_words(const Maker& make, const Json& value)
{
    switch (value.kind) {
    case Json::Kind::null:
        return make.name("none");
    case Json::Kind::text:
        return value.text;
    case Json::Kind::list: {
        std::vector<std::string> words;
        for (const Json& child : value.children)
            words.push_back(value_words(make, child));
        return joined(words, make.name("or_between"));
    }
    default:
        return figure(value.real);
    }
}

/// "2 0 1 – 3": every item in the definition's order.
std::string answers_words(const Maker& make, const Json& answers)
{
    std::string out;
    for (const Item& item : make.definition.items) {
        const Json* const given = answers.find(item.id);
        const bool unanswered = given == nullptr || given->kind == Json::Kind::null;
        out += (out.empty() ? "" : " ") + (unanswered ? std::string("–") : figure(given->real));
    }
    return out;
}

std::string context_words(const Json* context)
{
    std::vector<std::string> words;
    if (context != nullptr)
        for (const Json& fact : context->children)
            words.push_back(fact.kind == Json::Kind::text ? fact.text : fact.key + " " + figure(fact.real));
    return joined(words);
}

/// "Total 12, B 3": what an example expects of some of its scores, bands or criteria.
std::string pairs_words(const Maker& make, const Json& expect, std::string_view what)
{
    const Json* const object = expect.find(what);
    if (object == nullptr) return {};
    std::vector<std::string> words;
    for (const Json& entry : object->children) {
        const auto score = make.definition.score_index(entry.key);
        std::string name = score ? make.definition.scores[*score].name : entry.key;
        std::string value = value_words(make, entry);
        if (what == "bands") name = make.say("sheet.band_of", {{"score", name}});
        for (const Criterion& criterion : make.definition.criteria)
            if (what == "criteria" && criterion.id == entry.key) {
                name = criterion.name;
                value = make.name("tri." + entry.text);
            }
        words.push_back(name + ": " + value);
    }
    return joined(words, "; ");
}

std::string flags_words(const Maker& make, const Json& expect)
{
    std::vector<std::string> words;
    if (const Json* const flags = expect.find("flags"); flags != nullptr)
        for (const Json& flag : flags->children)
            words.push_back(flag.text);
    return words.empty() ? std::string() : make.say("sheet.flags_are", {{"flags", joined(words)}});
}

} // namespace

void put_examples(const Maker& make)
{
    const Json file = parse_json(make.definition.source_text).root;
    const Json* const examples = file.find("examples");
    if (examples == nullptr) return;
    make.page.heading(make.name("examples"));
    make.page.paragraph(make.say("sheet.examples_how", {{"first", make.definition.items.front().id},
                                                        {"last", make.definition.items.back().id}}));
    std::vector<std::vector<std::string>> rows;
    for (const Json& example : examples->children) {
        const Json& expect = *example.find("expect");
        std::vector<std::string> expected;
        for (std::string words : {pairs_words(make, expect, "scores"), pairs_words(make, expect, "bands"),
                                  pairs_words(make, expect, "criteria"), flags_words(make, expect)})
            if (!words.empty()) expected.push_back(std::move(words) + ".");
        rows.push_back({example.find("name")->text, answers_words(make, *example.find("answers")),
                        context_words(example.find("context")), joined(expected, " "), example.find("source")->text});
    }
    make.page.table(
        {make.name("example"), make.name("answers"), make.name("person"), make.name("expected"), make.name("source")},
        std::move(rows));
}

} // namespace rapport::instruments::sheet
