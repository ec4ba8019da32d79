#include "instruments/sheet/unfilled.h"

#include "instruments/json_tree.h"
#include "instruments/locate.h"
#include "instruments/problems.h"

namespace rapport::instruments {

namespace {

void look(const Json& node, const Place& place, Problems& found)
{
    if (node.kind == Json::Kind::text && node.text.starts_with(unfilled_mark)) {
        const std::string_view hint = std::string_view(node.text).substr(unfilled_mark.size());
        found.add(place, "is not filled in yet" + std::string(hint));
    }
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const Json& child = node.children[i];
        look(child, node.kind == Json::Kind::object ? place.member(child.key) : place.element(i), found);
    }
}

} // namespace

std::vector<Problem> unfilled_places(std::string_view json)
{
    const JsonReading reading = parse_json(json);
    if (!reading.complete) return {};
    Problems found;
    look(reading.root, Place(), found);
    std::vector<Problem> places = found.take();
    locate(json, places);
    return places;
}

} // namespace rapport::instruments
