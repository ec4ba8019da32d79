#pragma once

#include <ctime>
#include <string_view>

#include <clocale>

namespace rapport::release {

/// The one time that stands inside released files, where a format has no place without one: the earliest a zip can say.
inline constexpr std::string_view fixed_time_iso = "1980-01-01T00:00:00Z";

/// Libraries that print a time or a number read the thread's locale; while this lives it is "C".
class PlainLocale {
public:
    PlainLocale() : plain_(newlocale(LC_ALL_MASK, "C", nullptr)), before_(uselocale(plain_)) {}
    ~PlainLocale()
    {
        uselocale(before_);
        freelocale(plain_);
    }
    PlainLocale(const PlainLocale&) = delete;
    PlainLocale& operator=(const PlainLocale&) = delete;

private:
    locale_t plain_;
    locale_t before_;
};

/// The moment that reads as midnight of 1 January 1980 on this machine's clock, for libraries that print local time.
inline std::time_t fixed_local_time()
{
    std::tm when{};
    when.tm_year = 80;
    when.tm_mday = 1;
    when.tm_isdst = -1;
    return std::mktime(&when);
}

} // namespace rapport::release
