#include "storage/vault/backup_rotation.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace rapport::vault {

namespace {

std::int64_t day_of(std::int64_t utc_ms)
{
    using namespace std::chrono;
    return floor<days>(milliseconds(utc_ms)).count();
}

std::int64_t week_of(std::int64_t utc_ms)
{
    constexpr std::int64_t monday = 3; // 1970-01-01 was a Thursday
    const std::int64_t day = day_of(utc_ms) + monday;
    return day >= 0 ? day / 7 : (day - 6) / 7;
}

std::int64_t month_of(std::int64_t utc_ms)
{
    using namespace std::chrono;
    const year_month_day date{sys_days{days{day_of(utc_ms)}}};
    return std::int64_t{12} * static_cast<int>(date.year()) + static_cast<unsigned>(date.month());
}

/// The newest of each of the last `most` periods.
void keep(const std::vector<std::int64_t>& newest_first, std::int64_t (*period_of)(std::int64_t), int most,
          std::set<std::int64_t>& kept)
{
    std::set<std::int64_t> periods;
    for (const std::int64_t time : newest_first) {
        if (periods.contains(period_of(time))) continue;
        if (static_cast<int>(periods.size()) == most) return;
        periods.insert(period_of(time));
        kept.insert(time);
    }
}

} // namespace

std::vector<std::int64_t> may_go(std::span<const std::int64_t> times_ms, std::int64_t always, const Rotation& rotation)
{
    std::vector<std::int64_t> times(times_ms.begin(), times_ms.end());
    std::ranges::sort(times, std::greater<>());
    std::set<std::int64_t> kept{always};
    keep(times, day_of, rotation.days, kept);
    keep(times, week_of, rotation.weeks, kept);
    keep(times, month_of, rotation.months, kept);
    std::erase_if(times, [&](std::int64_t time) { return kept.contains(time); });
    std::ranges::sort(times);
    return times;
}

} // namespace rapport::vault
