#include "app/session/clock.h"

#include <ctime>

namespace rapport::session {

namespace {

std::int64_t milliseconds(clockid_t which)
{
    timespec at{};
    clock_gettime(which, &at);
    return static_cast<std::int64_t>(at.tv_sec) * 1000 + at.tv_nsec / 1'000'000;
}

} // namespace

Clock system_clock()
{
    return {[] { return milliseconds(CLOCK_REALTIME); }, [] { return milliseconds(CLOCK_BOOTTIME); }};
}

} // namespace rapport::session
