#include "instruments/expected_course.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace rapport::instruments {

TEST(ExpectedCourse, the_limit_is_the_best_value_that_so_many_of_100_stood_at_or_better_than)
{
    // Against the sentence itself, counted over every value there is.
    std::mt19937_64 random(1);
    for (int i = 0; i < 10'000; ++i) {
        std::vector<double> values(1 + random() % 60);
        for (double& value : values)
            value = static_cast<double>(random() % 20);
        const int percent = 1 + static_cast<int>(random() % 100);
        const Direction direction = random() % 2 == 0 ? Direction::higher_is_worse : Direction::higher_is_better;
        const auto at_or_better = [&](double limit) {
            int count = 0;
            for (const double value : values)
                count += (direction == Direction::higher_is_worse ? value <= limit : value >= limit) ? 1 : 0;
            return count * 100 >= percent * static_cast<int>(values.size());
        };
        std::optional<double> best;
        for (const double value : values)
            if (at_or_better(value) && (!best || is_worse(*best, value, direction))) best = value;
        const auto limit = course_limit(values, percent, direction, 1);
        ASSERT_TRUE(limit);
        ASSERT_EQ(limit->limit, best);
        ASSERT_EQ(limit->people, static_cast<int>(values.size()));
    }
}

TEST(ExpectedCourse, there_is_none_with_fewer_people_than_the_policy_asks_for)
{
    const std::vector<double> values(29, 40.0);
    EXPECT_FALSE(course_limit(values, 90, Direction::higher_is_worse, 30));
    EXPECT_TRUE(course_limit(values, 90, Direction::higher_is_worse, 29));
    EXPECT_FALSE(course_limit({}, 90, Direction::higher_is_worse, 0));
}

TEST(ExpectedCourse, at_the_limit_is_not_worse)
{
    EXPECT_FALSE(is_worse(40, 40, Direction::higher_is_worse));
    EXPECT_TRUE(is_worse(41, 40, Direction::higher_is_worse));
    EXPECT_TRUE(is_worse(39, 40, Direction::higher_is_better));
}

} // namespace rapport::instruments
