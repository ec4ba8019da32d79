#include "app/about/about.h"

#include <algorithm>

namespace rapport::about {

std::string one_line(std::string_view program)
{
    constexpr std::size_t shown = 12;
    const Build& build = this_build();
    const std::size_t mark = std::min(build.commit.find('-'), build.commit.size());
    std::string line(program);
    line.append(" ").append(build.version).append(" (").append(build.commit, 0, std::min(shown, mark));
    line.append(build.commit, mark).append(")");
    return line;
}

} // namespace rapport::about
