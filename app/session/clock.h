#pragma once

#include <cstdint>
#include <functional>

namespace rapport::session {

/// One moment on both clocks. `utc_ms` wall clock, milliseconds since 1970 UTC, may step; `boot_ms` monotonic
/// milliseconds since boot, never steps: everything that waits waits on it.
struct Instant {
    std::int64_t utc_ms = 0;
    std::int64_t boot_ms = 0;
};

/// Where time comes from; tests bring their own.
struct Clock {
    std::function<std::int64_t()> utc_ms;
    std::function<std::int64_t()> boot_ms;
    [[nodiscard]] Instant now() const { return {utc_ms(), boot_ms()}; }
};

/// The machine's clocks.
[[nodiscard]] Clock system_clock();

} // namespace rapport::session
