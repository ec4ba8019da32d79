#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rapport::vault {

/// Which backups stay: the newest of each of the last 7 days, 4 weeks (from Monday) and 12 months that have one at all,
/// so that a clinic that was shut for a month still has its old ones. Days are UTC. Pure.
struct Rotation {
    int days = 7;
    int weeks = 4;
    int months = 12;
};

/// The times (UTC ms) of those that may go, ascending. `always`, the one just made, never goes, whatever the clock
/// said.
[[nodiscard]] std::vector<std::int64_t> may_go(std::span<const std::int64_t> times_ms, std::int64_t always,
                                               const Rotation& rotation = {});

} // namespace rapport::vault
