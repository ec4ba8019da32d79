// The one door to Boost.Math.
#include <cmath>

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "storage/release/statistics.h"

namespace rapport::release {

namespace {

/// A result out of range is a number like any other here: no exception crosses this file.
using Quiet =
    boost::math::policies::policy<boost::math::policies::domain_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::promote_double<false>>;

} // namespace

double student_quantile(double degrees, double share)
{
    return boost::math::quantile(boost::math::students_t_distribution<double, Quiet>(degrees), share);
}

double noncentral_t(double t, double degrees, double noncentrality)
{
    return boost::math::cdf(boost::math::non_central_t_distribution<double, Quiet>(degrees, noncentrality), t);
}

double noncentrality_of(double t, double degrees, double share)
{
    // The probability falls as the noncentrality grows: a bracket, then halving to the last bit that matters.
    double low = t - 1;
    double high = t + 1;
    for (double step = 1; noncentral_t(t, degrees, low) < share && step < 1e6; step *= 2)
        low -= step;
    for (double step = 1; noncentral_t(t, degrees, high) > share && step < 1e6; step *= 2)
        high += step;
    for (int round = 0; round < 200 && high - low > 1e-13 * (1 + std::abs(t)); ++round) {
        const double middle = low + (high - low) / 2;
        (noncentral_t(t, degrees, middle) > share ? low : high) = middle;
    }
    return low + (high - low) / 2;
}

} // namespace rapport::release
