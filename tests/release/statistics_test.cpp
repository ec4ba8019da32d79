#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "storage/release/statistics.h"
#include "tests/release/clinic.h"

using namespace clinic;

namespace {

/// Student's t density and the noncentral t's distribution by integrating over the chi: nothing of the library under
/// test.
double normal(double x)
{
    return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

double noncentral(double t, double degrees, double delta)
{
    // P(T <= t) = integral over s of Phi(t s - delta) times the density of s = sqrt(chi2 / degrees).
    const double log_constant = std::log(2.0) + degrees / 2 * std::log(degrees / 2) - std::lgamma(degrees / 2);
    const int steps = 20000;
    const double width = 1.0 + 14.0 / std::sqrt(degrees);
    double sum = 0;
    for (int i = 0; i <= steps; ++i) {
        const double s = width * i / steps;
        if (s == 0) continue;
        const double density = std::exp(log_constant + (degrees - 1) * std::log(s) - degrees * s * s / 2);
        const double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * density * normal(t * s - delta);
    }
    return sum * width / steps / 3;
}

} // namespace

TEST(Statistics, quartiles_mean_and_sd_are_those_of_the_definitions)
{
    Random random(81);
    for (int round = 0; round < 10000; ++round) {
        std::vector<double> values;
        for (int n = below(random, 40); n > 0; --n)
            values.push_back(below(random, 28));
        const auto made = release::summarise(values);
        EXPECT_EQ(made.n, static_cast<int>(values.size()));
        if (values.empty()) continue;
        long double sum = 0;
        for (const double value : values)
            sum += value;
        const long double mean = sum / values.size();
        EXPECT_NEAR(made.mean, static_cast<double>(mean), 1e-12);
        long double squares = 0;
        for (const double value : values)
            squares += (value - mean) * (value - mean);
        if (values.size() > 1) {
            EXPECT_NEAR(made.sd, static_cast<double>(std::sqrt(squares / (values.size() - 1))), 1e-12);
        }
        // Type 7 as a linear interpolation of the order statistics at (k - 1) / (n - 1).
        std::ranges::sort(values);
        const auto seventh = [&](double p) {
            for (std::size_t k = 0; k + 1 < values.size(); ++k) {
                const double low = static_cast<double>(k) / static_cast<double>(values.size() - 1);
                const double high = static_cast<double>(k + 1) / static_cast<double>(values.size() - 1);
                if (p >= low && p <= high) return values[k] + (values[k + 1] - values[k]) * (p - low) / (high - low);
            }
            return values.front();
        };
        EXPECT_NEAR(made.q1, seventh(0.25), 1e-9);
        EXPECT_NEAR(made.median, seventh(0.5), 1e-9);
        EXPECT_NEAR(made.q3, seventh(0.75), 1e-9);
    }
}

TEST(Statistics, the_noncentral_t_is_that_of_its_integral)
{
    for (const double degrees : {3.0, 10.0, 20.0, 58.0, 200.0})
        for (const double delta : {-3.0, -0.5, 0.0, 1.0, 4.0})
            for (const double t : {-2.0, 0.3, 2.5, 5.0})
                EXPECT_NEAR(release::noncentral_t(t, degrees, delta), noncentral(t, degrees, delta), 1e-7)
                    << degrees << " " << delta << " " << t;
    EXPECT_NEAR(release::student_quantile(29, 0.975), 2.045229642132703, 1e-9) << "R: qt(.975, 29)";
    EXPECT_NEAR(release::student_quantile(10, 0.975), 2.228138851964939, 1e-9);
}

TEST(Statistics, hedges_g_has_the_exact_correction_and_an_interval_that_holds_by_definition)
{
    EXPECT_NEAR(release::hedges_correction(10), 0.9227456, 1e-6)
        << "Hedges 1981, table 1 (10 degrees of freedom): .923";
    EXPECT_NEAR(release::hedges_correction(2), 0.5641896, 1e-6);
    Random random(82);
    for (int round = 0; round < 500; ++round) {
        std::vector<double> a, b;
        for (int n = 3 + below(random, 60); n > 0; --n)
            a.push_back(below(random, 80));
        for (int n = 3 + below(random, 60); n > 0; --n)
            b.push_back(below(random, 60));
        const auto first = release::summarise(a);
        const auto second = release::summarise(b);
        const auto made = release::hedges_g(first, second);
        if (!made) continue;
        const double n1 = first.n, n2 = second.n, m = n1 + n2 - 2;
        const double pooled = std::sqrt(((n1 - 1) * first.sd * first.sd + (n2 - 1) * second.sd * second.sd) / m);
        const double d = (first.mean - second.mean) / pooled;
        const double j = std::tgamma(m / 2) / (std::sqrt(m / 2) * std::tgamma((m - 1) / 2));
        if (std::isfinite(j)) {
            EXPECT_NEAR(made->g, d * j, 1e-6);
        }
        const double size = std::sqrt(n1 * n2 / (n1 + n2));
        if (round < 100) {
            EXPECT_NEAR(noncentral(d * size, m, made->ci.low * size), 0.975, 1e-6);
            EXPECT_NEAR(noncentral(d * size, m, made->ci.high * size), 0.025, 1e-6);
        }
        EXPECT_LT(made->ci.low, d);
        EXPECT_GT(made->ci.high, d);
    }
    EXPECT_FALSE(release::hedges_g(release::summarise({1}), release::summarise({1, 2})));
    EXPECT_FALSE(release::hedges_g(release::summarise({1, 1}), release::summarise({1, 1}))) << "no spread";
}

TEST(Statistics, paired_change_names_its_three_ds)
{
    const std::vector<double> before{10, 14, 9, 20, 17};
    const std::vector<double> after{8, 11, 9, 12, 15};
    const auto made = release::paired_change(before, after);
    EXPECT_EQ(made.n, 5);
    EXPECT_DOUBLE_EQ(made.mean, -3.0);
    // Changes -2 -3 0 -8 -2: squares of the distances 1 0 9 25 1, together 36, by 4.
    EXPECT_DOUBLE_EQ(made.sd, 3.0);
    ASSERT_TRUE(made.ci && made.d_pre && made.d_av && made.d_z);
    EXPECT_NEAR(*made.d_z, -1.0, 1e-12);
    // Before: mean 14, squares 16 0 25 36 9 = 86; after: mean 11, squares 9 0 4 1 16 = 30.
    EXPECT_NEAR(*made.d_pre, -3 / std::sqrt(86.0 / 4), 1e-12);
    EXPECT_NEAR(*made.d_av, -3 / ((std::sqrt(86.0 / 4) + std::sqrt(30.0 / 4)) / 2), 1e-12);
    EXPECT_NEAR(made.ci->high - made.mean, 2.7764451051977987 * 3 / std::sqrt(5.0), 1e-9) << "R: qt(.975, 4)";
    EXPECT_EQ(release::paired_change({}, {}).n, 0);
    const double one[] = {3};
    EXPECT_FALSE(release::paired_change(one, one).ci);
}
