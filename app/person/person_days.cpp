#include <array>
#include <chrono>
#include <cstdlib>

#include "app/person/person_summary.h"
#include "app/person/person_words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

namespace {

using strings::say;

constexpr std::array months = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array weekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

/// Eleven months: nearer than this a day and month can only mean one date.
constexpr std::int32_t unambiguous_days = 334;

std::chrono::year_month_day civil(std::int32_t day)
{
    return std::chrono::sys_days{std::chrono::days{day}};
}

std::string month_name(std::chrono::month month, std::string_view form)
{
    return std::string(say("desk.person.month." + std::string(form) + "." + months[unsigned{month} - 1]));
}

} // namespace

std::string short_day(std::int32_t day)
{
    const auto date = civil(day);
    return say("desk.person.day.short",
               {{"day", std::to_string(unsigned{date.day()})}, {"month", month_name(date.month(), "short")}});
}

std::string short_day(std::int32_t day, std::int32_t seen_from)
{
    const auto date = civil(day);
    if (date.year() == civil(seen_from).year()) return short_day(day);
    return say("desk.person.day.with_year", {{"day", short_day(day)}, {"year", std::to_string(int{date.year()})}});
}

std::string long_day(std::int32_t day)
{
    const auto date = civil(day);
    const std::chrono::weekday weekday{std::chrono::sys_days{date}};
    return say("desk.person.day.long",
               {{"weekday", std::string(say(std::string("desk.person.weekday.") + weekdays[weekday.c_encoding()]))},
                {"day", std::to_string(unsigned{date.day()})},
                {"month", month_name(date.month(), "long")}});
}

namespace person {

std::string day_near(std::int32_t day, std::int32_t today)
{
    if (std::abs(today - day) < unambiguous_days) return short_day(day);
    return say("desk.person.day.with_year",
               {{"day", short_day(day)}, {"year", std::to_string(int{civil(day).year()})}});
}

} // namespace person
} // namespace rapport::desk
