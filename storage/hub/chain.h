#pragma once

#include <optional>

#include "storage/hub/roster.h"
#include "storage/hub/seat.h"

/// Whether a record that came from the server is the next one of its device's chain, and if not, what was done to it.
/// Pure: FORMAT.md has the table of what is called what.
namespace rapport::hub {

struct Expected {
    const Device& device; ///< whose chain the server says it is
    Place after;          ///< the last that was taken
    Place vouched;        ///< the furthest that anybody told of this chain
};

struct Judged {
    std::optional<Fault> wrong; ///< nothing else is set then
    Head head;
    Place place;
    Content content;
};

[[nodiscard]] Judged judge(const Row& row, const Expected& expected, const Roster& roster);

} // namespace rapport::hub
