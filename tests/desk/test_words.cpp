#include <ctime>
#include <random>

#include <gtest/gtest.h>

#include "app/desk/words.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

TEST(DeskWords, moments_are_said_as_people_say_them)
{
    static_cast<void>(today());
    const std::int64_t hour = 3'600'000;
    EXPECT_EQ(when_words(now_ms - hour / 2, now_ms), "Today 10:00");
    EXPECT_EQ(when_words(now_ms - 18 * hour, now_ms), "Yesterday 16:30");
    EXPECT_EQ(when_words(now_ms - 4 * 24 * hour, now_ms), "5 Feb");
    EXPECT_EQ(day_words(today(), today()), "today");
}

TEST(DeskWords, a_wait_is_never_said_shorter_than_it_is)
{
    EXPECT_EQ(wait_words(1), "1 second");
    EXPECT_EQ(wait_words(30), "30 seconds");
    EXPECT_EQ(wait_words(121), "3 minutes");
    EXPECT_EQ(wait_words(3600), "60 minutes");
}

TEST(DeskWords, only_days_that_exist_are_dates)
{
    // Against the C library's own calendar, on every day of 200 years and on random wrong ones.
    std::mt19937_64 random(11);
    for (int n = 0; n < 20'000; ++n) {
        const int year = 1890 + static_cast<int>(random() % 200);
        const int month = 1 + static_cast<int>(random() % 13);
        const int day = 1 + static_cast<int>(random() % 32);
        std::tm parts{};
        parts.tm_year = year - 1900;
        parts.tm_mon = month - 1;
        parts.tm_mday = day;
        parts.tm_hour = 12;
        const std::time_t noon = timegm(&parts);
        const bool exists = parts.tm_mon == month - 1 && parts.tm_mday == day && parts.tm_year == year - 1900;
        char text[32];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        std::int32_t found = 0;
        int found_year = 0;
        ASSERT_EQ(parse_iso_day(text, found, found_year), exists) << text;
        if (!exists) continue;
        ASSERT_EQ(found_year, year);
        ASSERT_EQ(static_cast<std::int64_t>(found) * 86'400 + 43'200, static_cast<std::int64_t>(noon)) << text;
    }
    std::int32_t day = 0;
    int year = 0;
    for (const std::string_view wrong :
         {"", "1980-5-31", "1980/05/31", "19800531", "1980-05-31 ", "+980-05-31", "1980-05-3x"})
        EXPECT_FALSE(parse_iso_day(wrong, day, year)) << wrong;
}

TEST(DeskWords, numbers_show_one_place_only_where_there_is_one)
{
    EXPECT_EQ(number_words(44), "44");
    EXPECT_EQ(number_words(14.625), "14.6");
    EXPECT_EQ(number_words(-3), "-3");
}

} // namespace rapport::desk::test
