#include "instruments/expression.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

using Kind = Expression::Kind;

bool whole_node(const Expression::Node& node, const std::vector<bool>& before,
                const std::function<bool(std::size_t)>& score)
{
    switch (node.kind) {
    case Kind::number:
        return node.number.is_whole();
    case Kind::score:
        return score(node.index);
    case Kind::mean:
    case Kind::divide:
        return false;
    case Kind::sum:
    case Kind::least:
    case Kind::highest:
    case Kind::negative:
    case Kind::times:
        return std::ranges::all_of(node.parts, [&](std::size_t part) { return before[part]; });
    case Kind::choose:
        return before[node.parts[1]] && before[node.parts[2]];
    default:
        return true;
    }
}

} // namespace

bool is_condition(Expression::Kind kind)
{
    return kind >= Kind::equal;
}

bool Expression::uses(Kind kind) const
{
    return std::ranges::any_of(nodes, [kind](const Node& node) { return node.kind == kind; });
}

std::vector<std::size_t> Expression::indexes(Kind kind) const
{
    std::vector<std::size_t> found;
    for (const Node& node : nodes)
        if (node.kind == kind) found.push_back(node.index);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

bool gives_whole_numbers(const Expression& expression, const std::function<bool(std::size_t)>& score)
{
    std::vector<bool> whole;
    for (const Expression::Node& node : expression.nodes)
        whole.push_back(whole_node(node, whole, score));
    return whole.back();
}

} // namespace rapport::instruments
