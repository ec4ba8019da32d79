#include "app/shell/semantic.h"

#include <algorithm>

namespace rapport::shell {

void SemanticTree::begin_frame()
{
    nodes_.clear();
}

void SemanticTree::add(Node node)
{
    nodes_.push_back(std::move(node));
}

const Node* SemanticTree::by_id(std::string_view id) const
{
    const auto found = std::ranges::find(nodes_, id, &Node::id);
    return found == nodes_.end() ? nullptr : &*found;
}

const Node* SemanticTree::by_name(Role role, std::string_view name) const
{
    const auto found =
        std::ranges::find_if(nodes_, [&](const Node& node) { return node.role == role && node.name == name; });
    return found == nodes_.end() ? nullptr : &*found;
}

std::string SemanticTree::spoken() const
{
    std::string lines;
    for (const Node& node : nodes_) {
        if (!node.name.empty()) lines += node.name + '\n';
        if (!node.value.empty()) lines += node.value + '\n';
    }
    return lines;
}

std::string_view word(Role role)
{
    switch (role) {
    case Role::page:
        return "page";
    case Role::heading:
        return "heading";
    case Role::text:
        return "text";
    case Role::button:
        return "button";
    case Role::link:
        return "link";
    case Role::radio:
        return "radio";
    case Role::check:
        return "check";
    case Role::text_entry:
        return "text_entry";
    case Role::secret_entry:
        return "secret_entry";
    case Role::choice_entry:
        return "choice_entry";
    case Role::row:
        return "row";
    case Role::tab:
        return "tab";
    case Role::image:
        return "image";
    case Role::chart:
        return "chart";
    case Role::cell:
        return "cell";
    case Role::progress:
        return "progress";
    case Role::alert:
        return "alert";
    }
    return "text";
}

} // namespace rapport::shell
