#include "storage/release/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace rapport::release {

namespace {

double mean_of(std::span<const double> values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    // A second pass takes away what the first lost to rounding, as R's mean does.
    const double first = sum / static_cast<double>(values.size());
    double rest = 0;
    for (const double value : values)
        rest += value - first;
    return first + rest / static_cast<double>(values.size());
}

double sd_of(std::span<const double> values, double mean)
{
    if (values.size() < 2) return 0;
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::optional<double> over(double change, double sd)
{
    if (sd <= 0) return std::nullopt;
    return change / sd;
}

} // namespace

double quantile(std::span<const double> ascending, double share)
{
    assert(!ascending.empty());
    const double at = static_cast<double>(ascending.size() - 1) * share;
    const auto below = static_cast<std::size_t>(std::floor(at));
    const double part = at - static_cast<double>(below);
    if (below + 1 >= ascending.size()) return ascending.back();
    return ascending[below] + part * (ascending[below + 1] - ascending[below]);
}

Summary summarise(std::vector<double> values)
{
    Summary out;
    out.n = static_cast<int>(values.size());
    if (values.empty()) return out;
    std::ranges::sort(values);
    out.mean = mean_of(values);
    out.sd = sd_of(values, out.mean);
    out.q1 = quantile(values, 0.25);
    out.median = quantile(values, 0.5);
    out.q3 = quantile(values, 0.75);
    return out;
}

PairedChange paired_change(std::span<const double> before, std::span<const double> after)
{
    assert(before.size() == after.size());
    PairedChange out;
    out.n = static_cast<int>(before.size());
    if (out.n == 0) return out;
    std::vector<double> change;
    for (std::size_t at = 0; at < before.size(); ++at)
        change.push_back(after[at] - before[at]);
    out.mean = mean_of(change);
    if (out.n < 2) return out;
    out.sd = sd_of(change, out.mean);
    const double half = student_quantile(out.n - 1, 0.975) * out.sd / std::sqrt(static_cast<double>(out.n));
    out.ci = Interval{out.mean - half, out.mean + half};
    const double sd_before = sd_of(before, mean_of(before));
    const double sd_after = sd_of(after, mean_of(after));
    out.d_pre = over(out.mean, sd_before);
    out.d_av = over(out.mean, (sd_before + sd_after) / 2);
    out.d_z = over(out.mean, out.sd);
    return out;
}

double hedges_correction(double degrees)
{
    return std::exp(std::lgamma(degrees / 2) - std::lgamma((degrees - 1) / 2)) / std::sqrt(degrees / 2);
}

std::optional<HedgesG> hedges_g(const Summary& first, const Summary& second)
{
    if (first.n < 2 || second.n < 2) return std::nullopt;
    const double n1 = first.n;
    const double n2 = second.n;
    const double degrees = n1 + n2 - 2;
    const double pooled = std::sqrt(((n1 - 1) * first.sd * first.sd + (n2 - 1) * second.sd * second.sd) / degrees);
    if (pooled <= 0) return std::nullopt;
    const double d = (first.mean - second.mean) / pooled;
    const double size = std::sqrt(n1 * n2 / (n1 + n2));
    HedgesG out;
    out.correction = hedges_correction(degrees);
    out.g = out.correction * d;
    out.ci = {noncentrality_of(d * size, degrees, 0.975) / size, noncentrality_of(d * size, degrees, 0.025) / size};
    return out;
}

} // namespace rapport::release
