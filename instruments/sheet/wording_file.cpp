#include "instruments/sheet/wording_file.h"

#include "instruments/json_tree.h"
#include "instruments/locate.h"
#include "instruments/problems.h"

namespace rapport::instruments {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(const Json& node)
{
    return node.kind == Json::Kind::text && !node.text.empty() &&
           node.text.find_first_not_of(blanks) == std::string::npos;
}

/// Texts of nothing but blanks, which would stand on the screen as an empty question.
void find_blank(const Json& node, const Place& place, Problems& found)
{
    if (is_blank(node)) found.add(place, "must not be blank");
    for (std::size_t i = 0; i < node.children.size(); ++i)
        find_blank(node.children[i],
                   node.kind == Json::Kind::object ? place.member(node.children[i].key) : place.element(i), found);
}

Json permission_of(const Permission& permission)
{
    Json out = Json::object();
    out.set("by", Json::of(permission.licensor)).set("date", Json::of(permission.date));
    return out.set("reference", Json::of(permission.reference));
}

} // namespace

std::string wording_template(const Definition& definition)
{
    Json items = Json::object();
    for (const Item& item : definition.items)
        items.set(item.id, Json::of(""));
    Json choices = Json::object();
    for (const ChoiceSet& set : definition.choice_sets) {
        Json texts = Json::object();
        for (const Choice& choice : set.choices)
            texts.set(std::to_string(choice.value), Json::of(""));
        choices.set(set.id, std::move(texts));
    }
    Json file = Json::object();
    file.set("instrument", Json::of(definition.id)).set("version", Json::of(definition.version));
    file.set("language", Json::of(definition.language));
    file.set("instructions", Json::of("")).set("stem", Json::of(""));
    file.set("items", std::move(items)).set("choices", std::move(choices));
    return print_json(file, Layout::indented) + "\n";
}

std::string wording_instrument(std::string_view wording_json)
{
    const JsonReading reading = parse_json(wording_json);
    const Json* const named =
        reading.complete && reading.root.kind == Json::Kind::object ? reading.root.find("instrument") : nullptr;
    return named != nullptr && named->kind == Json::Kind::text ? named->text : std::string();
}

PreparedWording prepare_wording(const Definition& definition, std::string_view wording_json,
                                const Permission& permission)
{
    PreparedWording out;
    JsonReading reading = parse_json(wording_json);
    if (reading.root.kind != Json::Kind::object || !reading.complete) {
        out.problems = std::move(reading.problems);
        if (out.problems.empty()) out.problems.push_back({"", "must be an object", 1, 1});
        locate(wording_json, out.problems);
        return out;
    }
    Problems found(std::move(reading.problems));
    const Place whole;
    find_blank(reading.root, whole, found);
    const Json* const language = reading.root.find("language");
    if (language == nullptr || language->kind != Json::Kind::text || language->text.empty())
        found.add(whole.member("language"), "must say which language the wording is in");
    const Json given = permission_of(permission);
    if (const Json* const own = reading.root.find("permission");
        own != nullptr && print_json(*own, Layout::one_line) != print_json(given, Layout::one_line))
        found.add(whole.member("permission"), "is not the permission that was given with the command");
    reading.root.set("permission", given);

    const std::string with_permission = print_json(reading.root, Layout::indented) + "\n";
    Merging merging = install_wording(definition.source_text, with_permission);
    out.problems = found.take();
    for (Problem& problem : merging.problems) {
        problem.line = 0; // of the text made here, and not of the file
        out.problems.push_back(std::move(problem));
    }
    locate(wording_json, out.problems);
    if (out.problems.empty()) out.json = with_permission;
    return out;
}

} // namespace rapport::instruments
