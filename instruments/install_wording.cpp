#include <algorithm>

#include "instruments/fields.h"
#include "instruments/reader.h"

namespace rapport::instruments {

namespace {

bool is_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
}

Json read_permission(Fields& top, Problems& problems)
{
    Json permission = Json::object();
    const Json* const node = top.take("permission", Json::Kind::object);
    if (node == nullptr) return permission;
    Fields fields(*node, top.at("permission"), problems);
    const std::string by = fields.text("by");
    const std::string date = fields.text("date");
    const std::string reference = fields.text("reference");
    if (!date.empty() && !is_date(date)) fields.problem("date", "must be a date like 2026-03-31");
    fields.finish();
    permission.set("by", Json::of(by)).set("date", Json::of(date)).set("reference", Json::of(reference));
    return permission;
}

/// A copy of `rows` where each takes its "text" from `texts`, by the name that stands at its place in `names`.
Json with_texts(const Json& rows, const std::vector<std::string>& names, const Json& texts, const Place& place,
                Problems& problems)
{
    Fields fields(texts, place, problems);
    Json filled = Json::list();
    for (std::size_t i = 0; i < names.size(); ++i) {
        Json row = rows.children[i];
        filled.add(row.set("text", Json::of(fields.text(names[i]))));
    }
    fields.finish();
    return filled;
}

Json items_with_texts(const Json& root, Fields& wording, Problems& problems)
{
    const Json& items = *root.find("items");
    const Json* const texts = wording.take("items", Json::Kind::object);
    if (texts == nullptr) return items;
    std::vector<std::string> ids;
    for (const Json& item : items.children)
        ids.push_back(item.find("id")->text);
    return with_texts(items, ids, *texts, wording.at("items"), problems);
}

Json choices_with_texts(const Json& root, Fields& wording, Problems& problems)
{
    Json sets = Json::object();
    const Json* const given = wording.take("choices", Json::Kind::object);
    if (given == nullptr) return sets;
    const Place place = wording.at("choices");
    Fields by_set(*given, place, problems);
    for (const Json& set : root.find("choices")->children) {
        const Json* const texts = by_set.take(set.key, Json::Kind::object);
        if (texts == nullptr) continue;
        std::vector<std::string> values;
        for (const Json& choice : set.children)
            values.push_back(std::to_string(choice.find("value")->integer));
        sets.set(set.key, with_texts(set, values, *texts, place.member(set.key), problems));
    }
    by_set.finish();
    return sets;
}

} // namespace

Merging install_wording(std::string_view definition_json, std::string_view wording_json)
{
    Merging merging;
    Reading key = read_definition(definition_json);
    if (!key.definition) {
        merging.problems = std::move(key.problems);
        return merging;
    }
    JsonReading text = parse_json(wording_json);
    if (!text.complete) {
        merging.problems = std::move(text.problems);
        return merging;
    }

    Problems problems(std::move(text.problems));
    const Place whole;
    Json root = parse_json(definition_json).root;
    Fields wording(text.root, whole, problems);
    if (key.definition->wording != Wording::key_only) problems.add(whole, "is for a definition that has its wording");
    if (wording.text("instrument") != key.definition->id)
        wording.problem("instrument", "must be \"" + key.definition->id + "\"");
    if (wording.text("version") != key.definition->version)
        wording.problem("version", "must be \"" + key.definition->version + "\"");

    root.set("wording", Json::of("installed"));
    root.set("permission", read_permission(wording, problems));
    for (const std::string_view name : {"instructions", "stem", "language"})
        if (const std::string words = wording.text(name, Need::optional); !words.empty())
            root.set(name, Json::of(words));
    root.set("items", items_with_texts(root, wording, problems));
    root.set("choices", choices_with_texts(root, wording, problems));
    wording.finish();

    if (problems.count() == 0) {
        merging.json = print_json(root, Layout::indented) + "\n";
        merging.problems = read_definition(merging.json).problems;
    } else {
        merging.problems = problems.take();
    }
    if (!merging.problems.empty()) merging.json.clear();
    return merging;
}

} // namespace rapport::instruments
