#include <algorithm>
#include <chrono>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "storage/vault/backup_rotation.h"

namespace rapport::vault::test {

namespace {

using namespace std::chrono;

std::int64_t noon(int y, unsigned m, unsigned d)
{
    return duration_cast<milliseconds>((sys_days{year{y} / month{m} / day{d}} + hours(12)).time_since_epoch()).count();
}

std::vector<std::int64_t> kept_of(std::vector<std::int64_t> all, std::int64_t always)
{
    const auto gone = may_go(all, always);
    std::erase_if(all, [&](std::int64_t one) { return std::ranges::binary_search(gone, one); });
    std::ranges::sort(all);
    return all;
}

} // namespace

TEST(Rotation, a_backup_every_day_for_three_years_leaves_seven_days_four_weeks_and_twelve_months)
{
    std::vector<std::int64_t> all;
    for (std::int64_t at = noon(2023, 1, 1); at <= noon(2025, 12, 31); at += 86'400'000)
        all.push_back(at);
    // By hand, from a calendar: 31 December 2025 is a Wednesday; weeks end on Sundays 28, 21 and 14 December.
    std::vector<std::int64_t> expected = {
        noon(2025, 1, 31),  noon(2025, 2, 28),  noon(2025, 3, 31),  noon(2025, 4, 30),  noon(2025, 5, 31),
        noon(2025, 6, 30),  noon(2025, 7, 31),  noon(2025, 8, 31),  noon(2025, 9, 30),  noon(2025, 10, 31),
        noon(2025, 11, 30), noon(2025, 12, 14), noon(2025, 12, 21), noon(2025, 12, 25), noon(2025, 12, 26),
        noon(2025, 12, 27), noon(2025, 12, 28), noon(2025, 12, 29), noon(2025, 12, 30), noon(2025, 12, 31)};
    EXPECT_EQ(kept_of(all, all.back()), expected);
}

TEST(Rotation, a_clinic_that_was_shut_keeps_its_old_backups)
{
    const std::vector<std::int64_t> all = {noon(2020, 5, 1), noon(2020, 5, 2), noon(2020, 6, 9), noon(2025, 1, 1)};
    EXPECT_EQ(kept_of(all, all.back()), all);
}

TEST(Rotation, of_several_on_one_day_the_last_stays)
{
    const std::int64_t day = noon(2025, 3, 5);
    EXPECT_EQ(kept_of({day, day + 1000, day + 2000}, day + 2000), (std::vector<std::int64_t>{day + 2000}));
}

TEST(Rotation, the_one_just_made_stays_though_the_clock_was_set_back_ten_years)
{
    std::vector<std::int64_t> all;
    for (std::int64_t at = noon(2023, 1, 1); at <= noon(2025, 12, 31); at += 86'400'000)
        all.push_back(at);
    all.push_back(noon(2015, 1, 1));
    EXPECT_TRUE(std::ranges::count(may_go(all, all.front()), noon(2015, 1, 1)) == 1); // as it would go otherwise
    const auto kept = kept_of(all, noon(2015, 1, 1));
    EXPECT_NE(std::ranges::find(kept, noon(2015, 1, 1)), kept.end());
}

TEST(Rotation, whatever_there_is_at_most_23_and_the_one_just_made_stay_and_every_one_that_goes_has_a_newer_one)
{
    std::mt19937_64 random(8);
    for (int round = 0; round < 10'000; ++round) {
        std::vector<std::int64_t> all;
        const std::size_t many = 1 + random() % 60;
        for (std::size_t i = 0; i < many; ++i)
            all.push_back(noon(2024, 1, 1) + static_cast<std::int64_t>(random() % (500ULL * 86'400'000)));
        const std::int64_t always = all[random() % all.size()];
        const auto kept = kept_of(all, always);
        EXPECT_LE(kept.size(), 24U);
        EXPECT_NE(std::ranges::find(kept, always), kept.end());
        const std::int64_t newest = *std::ranges::max_element(all);
        EXPECT_NE(std::ranges::find(kept, newest), kept.end());
        // Worked out another way: the number of days with a backup, up to seven, is the number of those days kept.
        const auto days_of = [](const std::vector<std::int64_t>& times) {
            std::set<std::int64_t> days;
            for (const std::int64_t time : times)
                days.insert(time / 86'400'000);
            return days;
        };
        const auto before = days_of(all);
        const auto after = days_of(kept);
        auto day = before.rbegin();
        for (int i = 0; i < 7 && day != before.rend(); ++i, ++day)
            EXPECT_TRUE(after.contains(*day));
    }
}

} // namespace rapport::vault::test
