#include "app/desk/words.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <ctime>

#include <fmt/format.h>

#include "app/desk/person_page.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

std::int32_t civil_day(int year, unsigned month, unsigned day)
{
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

template <class Number>
bool read_whole(std::string_view text, Number& value)
{
    const char* const end = text.data() + text.size();
    const auto [stop, trouble] = std::from_chars(text.data(), end, value);
    return trouble == std::errc{} && stop == end && !text.empty();
}

} // namespace

LocalTime local_time(std::int64_t utc_ms)
{
    // Floor division: a moment before 1970 still belongs to the second it is in.
    const std::int64_t seconds = utc_ms >= 0 ? utc_ms / 1000 : (utc_ms - 999) / 1000;
    const auto moment = static_cast<std::time_t>(seconds);
    std::tm parts{};
    localtime_r(&moment, &parts);
    const int year = parts.tm_year + 1900;
    return {civil_day(year, static_cast<unsigned>(parts.tm_mon + 1), static_cast<unsigned>(parts.tm_mday)),
            parts.tm_hour * 60 + parts.tm_min, year};
}

std::string clock_words(int minute)
{
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string when_words(std::int64_t utc_ms, std::int64_t now_ms)
{
    const LocalTime then = local_time(utc_ms);
    const LocalTime now = local_time(now_ms);
    if (then.day == now.day) return strings::say("desk.when.today_at", {{"time", clock_words(then.minute)}});
    if (then.day == now.day - 1) return strings::say("desk.when.yesterday_at", {{"time", clock_words(then.minute)}});
    return short_day(then.day);
}

std::string when_within(std::int64_t utc_ms, std::int64_t now_ms)
{
    const LocalTime then = local_time(utc_ms);
    const LocalTime now = local_time(now_ms);
    const std::string day = day_words(then.day, now.day);
    return then.day >= now.day - 1 && then.day <= now.day ? day + " " + clock_words(then.minute) : day;
}

std::string day_words(std::int32_t day, std::int32_t today)
{
    if (day == today) return std::string(strings::say("desk.when.today"));
    if (day == today - 1) return std::string(strings::say("desk.when.yesterday"));
    return short_day(day);
}

std::string wait_words(int seconds)
{
    if (seconds <= 90) return count_words("desk.seconds", seconds);
    return count_words("desk.minutes", (seconds + 59) / 60);
}

std::string size_words(std::uint64_t bytes)
{
    if (bytes < 1000) return fmt::format("{} B", bytes);
    if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string count_words(std::string_view key, long long n)
{
    return strings::say(std::string(key) + (n == 1 ? ".one" : ".many"), {{"n", fmt::format("{}", n)}});
}

std::string number_words(double value)
{
    const double tenths = std::round(value * 10.0);
    if (std::fmod(tenths, 10.0) == 0.0) return fmt::format("{:.0f}", tenths / 10.0);
    return fmt::format("{:.1f}", tenths / 10.0);
}

std::string joined(const std::vector<std::string>& words, std::string_view between)
{
    return fmt::format("{}", fmt::join(words, between));
}

std::string sentence_of(const Error& error)
{
    const std::string own = "desk.fault." + std::string(error.fault.name);
    return strings::has(own) ? std::string(strings::say(own)) : strings::explain(error);
}

int whole_number(std::string_view text, int otherwise)
{
    int value = 0;
    return read_whole(text, value) ? value : otherwise;
}

std::string trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(blank) - first + 1));
}

std::string iso_day(std::int32_t day)
{
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

bool parse_iso_day(std::string_view text, std::int32_t& day, int& year)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    unsigned month = 0;
    unsigned of_month = 0;
    if (!read_whole(text.substr(0, 4), year) || !read_whole(text.substr(5, 2), month) ||
        !read_whole(text.substr(8, 2), of_month))
        return false;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{of_month}};
    if (!date.ok()) return false;
    day = civil_day(year, month, of_month);
    return true;
}

} // namespace rapport::desk
