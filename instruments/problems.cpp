#include "instruments/problems.h"

namespace rapport::instruments {

std::string pointer_step(std::string_view token)
{
    std::string step = "/";
    for (const char c : token) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

std::string Place::pointer() const
{
    if (parent == nullptr) return {};
    return parent->pointer() + (in_list ? "/" + std::to_string(index) : pointer_step(key));
}

void Problems::add(const Place& where, std::string what)
{
    if (list_.size() < problem_limit) list_.push_back({where.pointer(), std::move(what)});
}

} // namespace rapport::instruments
