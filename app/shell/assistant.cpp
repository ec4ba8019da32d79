#include "app/shell/assistant.h"

namespace rapport::shell {

std::string screen_mark(const std::vector<Node>& nodes)
{
    std::string mark;
    for (const Node& node : nodes)
        if (node.role == Role::page || node.role == Role::heading || node.role == Role::progress)
            mark += node.id + '\n' + node.name + '\n' + node.value + '\n';
    return mark;
}

} // namespace rapport::shell
