#pragma once

#include <optional>
#include <span>
#include <vector>

namespace rapport::release {

/// Numbers of one group, before any rounding. All of them exactly as base R gives them for the same values.
struct Summary {
    int n = 0;
    double mean = 0; ///< when n > 0, as the quartiles
    double sd = 0;   ///< n - 1; when n > 1
    double q1 = 0;   ///< quantile type 7 (Hyndman and Fan 1996, Am Stat 50(4):361-365), R's own
    double median = 0;
    double q3 = 0;
};
[[nodiscard]] Summary summarise(std::vector<double> values);
/// Type 7, of ascending values; `share` from 0 to 1.
[[nodiscard]] double quantile(std::span<const double> ascending, double share);

struct Interval {
    double low = 0;
    double high = 0;
};

/// The same people twice. Change is after minus before.
///
/// d_pre  change over the SD before; d_av over the mean of both SDs; d_z over the SD of the changes (Lakens 2013, Front
///        Psychol 4:863). Absent where the SD is zero.
struct PairedChange {
    int n = 0;
    double mean = 0;
    double sd = 0;
    std::optional<Interval> ci{}; ///< 95 %, Student's t, n - 1
    std::optional<double> d_pre{};
    std::optional<double> d_av{};
    std::optional<double> d_z{};
};
[[nodiscard]] PairedChange paired_change(std::span<const double> before, std::span<const double> after);

/// Two groups: first minus second over the pooled SD, times the exact correction J = G(m/2) / (sqrt(m/2) G((m-1)/2)),
/// m = n1 + n2 - 2 (Hedges 1981, J Educ Stat 6(2):107-128). The interval is that of the population's difference, by the
/// noncentral t distribution (Steiger and Fouladi 1997). Absent with fewer than two people in a group or no spread.
struct HedgesG {
    double g = 0;
    double correction = 1;
    Interval ci{}; ///< 95 %
};
[[nodiscard]] std::optional<HedgesG> hedges_g(const Summary& first, const Summary& second);
[[nodiscard]] double hedges_correction(double degrees);

// distributions.cpp, the one door to Boost.Math.
[[nodiscard]] double student_quantile(double degrees, double share);
/// P(T <= t) of the noncentral t.
[[nodiscard]] double noncentral_t(double t, double degrees, double noncentrality);
/// The noncentrality under which P(T <= t) is `share`.
[[nodiscard]] double noncentrality_of(double t, double degrees, double share);

} // namespace rapport::release
