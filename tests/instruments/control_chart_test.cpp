#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "instruments/control_chart.h"

namespace rapport::instruments {

namespace {

ChartState state_of(const std::vector<double>& earlier, double now)
{
    return judge_by_chart(earlier, now).state;
}

} // namespace

TEST(ControlChart, the_limits_are_those_of_the_textbooks_worked_example)
{
    // Montgomery, Introduction to Statistical Quality Control, 6th ed., table 6.6 and example 6.5, loan processing
    // costs of 20 weeks: mean 300.5, mean moving range 7.79, limits 279.78 and 321.22 by d2 = 1.128.
    const std::vector<double> cost{310, 288, 297, 298, 307, 303, 294, 297, 308, 306,
                                   294, 299, 297, 299, 314, 295, 293, 306, 301, 304};
    const auto judged = judge_by_chart(cost, 300);
    ASSERT_TRUE(judged.limits);
    EXPECT_NEAR(judged.limits->mean, 300.5, 0.005);
    EXPECT_NEAR(judged.limits->moving_range, 7.79, 0.005);
    EXPECT_NEAR(judged.limits->lower, 279.78, 0.02);
    EXPECT_NEAR(judged.limits->upper, 321.22, 0.02);
    EXPECT_EQ(judged.state, ChartState::within);
    EXPECT_EQ(state_of(cost, 279), ChartState::below);
    EXPECT_EQ(state_of(cost, 322), ChartState::above);
}

TEST(ControlChart, fewer_than_three_earlier_values_and_values_all_alike_give_no_limits)
{
    for (const std::vector<double>& few : {std::vector<double>{}, {50}, {50, 49}}) {
        const auto judged = judge_by_chart(few, 12);
        EXPECT_EQ(judged.state, ChartState::too_few);
        EXPECT_FALSE(judged.limits);
    }
    const auto alike = judge_by_chart(std::vector<double>{48, 48, 48, 48}, 40);
    EXPECT_EQ(alike.state, ChartState::no_variation);
    EXPECT_FALSE(alike.limits);
}

TEST(ControlChart, on_a_limit_is_within_it_and_order_of_time_matters)
{
    // Mean 50, steps of 2: 50 -+ 5.32.
    EXPECT_EQ(state_of({49, 51, 49, 51}, 50 - 2.66 * 2), ChartState::within);
    EXPECT_EQ(state_of({49, 51, 49, 51}, 44), ChartState::below);
    // The same values in another order step by 2/3 on average: 50 -+ 1.77.
    EXPECT_EQ(state_of({49, 49, 51, 51}, 46), ChartState::below);
    EXPECT_EQ(state_of({49, 51, 49, 51}, 46), ChartState::within);
}

TEST(ControlChart, agrees_with_a_second_computation_and_moves_with_the_values)
{
    std::mt19937 bits(20261129);
    std::uniform_int_distribution<int> count(3, 40);
    std::uniform_int_distribution<int> score(12, 60);
    for (int run = 0; run < 10'000; ++run) {
        std::vector<double> earlier(static_cast<std::size_t>(count(bits)));
        for (double& value : earlier)
            value = score(bits);
        const double now = score(bits);
        // Longhand, by sigma and d2 instead of by 2.66.
        double mean = 0;
        double range = 0;
        for (std::size_t n = 0; n < earlier.size(); ++n) {
            mean += earlier[n] / static_cast<double>(earlier.size());
            if (n > 0) range += std::fabs(earlier[n] - earlier[n - 1]) / static_cast<double>(earlier.size() - 1);
        }
        const auto judged = judge_by_chart(earlier, now);
        if (range == 0) {
            EXPECT_EQ(judged.state, ChartState::no_variation);
            continue;
        }
        ASSERT_TRUE(judged.limits);
        EXPECT_NEAR(judged.limits->lower, mean - 3 * range / 1.128, 0.001 * range + 1e-9);
        EXPECT_EQ(judged.state == ChartState::below, now < judged.limits->lower);
        // Every value and the one judged higher by seven: the same verdict.
        std::vector<double> higher = earlier;
        for (double& value : higher)
            value += 7;
        if (std::fabs(now - judged.limits->lower) > 1e-6 && std::fabs(now - judged.limits->upper) > 1e-6) {
            EXPECT_EQ(judge_by_chart(higher, now + 7).state, judged.state);
        }
    }
}

} // namespace rapport::instruments
