#include "app/shell/access/outline.h"

#include <algorithm>
#include <map>

namespace rapport::access {

using shell::Node;
using shell::Role;

namespace {

std::string unused(std::string wanted, std::map<std::string, int>& seen)
{
    const int before = seen[wanted]++;
    if (before > 0) wanted += "#" + std::to_string(before);
    return wanted;
}

shell::Rect around(shell::Rect a, shell::Rect b)
{
    const float left = std::min(a.x, b.x);
    const float top = std::min(a.y, b.y);
    return {left, top, std::max(a.right(), b.right()) - left, std::max(a.bottom(), b.bottom()) - top};
}

} // namespace

std::vector<Entry> outline(const std::vector<Node>& nodes)
{
    std::vector<Entry> entries;
    std::map<std::string, int> seen;
    std::map<std::string, std::size_t> groups;
    std::map<std::string, std::string> names; // of what stands on the page so far
    std::size_t page = 0;
    for (const Node& node : nodes) {
        if (node.role == Role::page || entries.empty()) {
            Entry entry{.kind = Entry::Kind::page, .node = node};
            if (node.role != Role::page) entry.node = {.role = Role::page, .rect = node.rect};
            entry.key = unused(entry.node.id + '\n' + entry.node.name, seen);
            page = entry.parent = entries.size();
            groups.clear();
            names.clear();
            entries.push_back(std::move(entry));
            if (node.role == Role::page) continue;
        }
        std::size_t parent = page;
        if (!node.group.empty()) {
            const auto [place, is_new] = groups.try_emplace(node.group, entries.size());
            parent = place->second;
            if (is_new) {
                Entry group{.kind = Entry::Kind::group, .parent = page};
                // Words with the group's own id are what it is about: said when the focus comes into it.
                group.node = {.id = node.group, .role = node.role, .name = names[node.group], .rect = node.rect};
                group.key = unused(entries[page].key + "\ngroup " + node.group, seen);
                entries.push_back(std::move(group));
            }
            entries[parent].node.rect = around(entries[parent].node.rect, node.rect);
        }
        names.emplace(node.id, node.name);
        Entry entry{.parent = parent, .node = node};
        if (node.role == Role::secret_entry) entry.node.value.clear();
        const std::string role(word(node.role));
        entry.key = unused(entries[parent].key + '\n' + role + ' ' + node.id, seen);
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace rapport::access
