#include "storage/vault/clocks.h"

#include <chrono>
#include <ctime>

#include "storage/vault/files.h"
#include "storage/vault/vault.h"

namespace rapport::vault {

namespace {

std::int64_t floor_divide(std::int64_t value, std::int64_t by)
{
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

/// Which start of the machine this is. A kernel that does not say counts as one start for ever.
std::string boot_id()
{
    // The file in /proc says that it is empty, so it is read by bytes asked for and not by its length.
    std::string id(36, '\0');
    sealed::FileOps& disk = sealed::posix_files();
    const int file = disk.open("/proc/sys/kernel/random/boot_id", 0, 0);
    if (file < 0) return {};
    const std::int64_t size = disk.read_at(file, id.data(), id.size(), 0);
    disk.close(file);
    id.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return id;
}

} // namespace

Clock system_clock()
{
    return [] {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    };
}

BootClock system_boot_clock()
{
    return [boot = boot_id()] {
        timespec now{};
        ::clock_gettime(CLOCK_BOOTTIME, &now);
        return BootTime{boot, std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000};
    };
}

int utc_offset_minutes(std::int64_t utc_ms)
{
    const std::time_t seconds = floor_divide(utc_ms, 1000);
    std::tm local{};
    if (::localtime_r(&seconds, &local) == nullptr) return 0;
    return static_cast<int>(local.tm_gmtoff / 60);
}

std::int32_t civil_day(std::int64_t utc_ms)
{
    constexpr std::int64_t minute = 60'000;
    constexpr std::int64_t day = 24 * 60 * minute;
    return static_cast<std::int32_t>(floor_divide(utc_ms + utc_offset_minutes(utc_ms) * minute, day));
}

int year_of(std::int32_t day)
{
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    return static_cast<int>(date.year());
}

} // namespace rapport::vault
