#include "instruments/rational.h"

#include <cmath>
#include <numeric>

namespace rapport::instruments {

namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t most = std::int64_t{1} << 53;

Wide common(Wide left, Wide right)
{
    while (right != 0) {
        const Wide rest = left % right;
        left = right;
        right = rest;
    }
    return left < 0 ? -left : left;
}

std::optional<Rational> reduced(Wide above, Wide below)
{
    if (below == 0) return std::nullopt;
    if (below < 0) {
        above = -above;
        below = -below;
    }
    if (const Wide both = common(above, below); both > 1) {
        above /= both;
        below /= both;
    }
    if (above >= most || above <= -most || below >= most) return std::nullopt;
    return Rational::of(static_cast<std::int64_t>(above), static_cast<std::int64_t>(below));
}

} // namespace

std::optional<Rational> Rational::of(std::int64_t above, std::int64_t below)
{
    if (below <= 0 || below >= most || above >= most || above <= -most || std::gcd(above, below) != 1)
        return below == 0 ? std::nullopt : reduced(above, below);
    Rational out;
    out.above_ = above;
    out.below_ = below;
    return out;
}

std::optional<Rational> Rational::of(double number)
{
    constexpr double largest = 1e12;
    constexpr int most_terms = 40;
    if (!std::isfinite(number) || std::abs(number) > largest) return std::nullopt;
    // Convergents of the continued fraction, the simplest first; one that rounds to the number is the one it was.
    double rest = std::abs(number);
    std::int64_t above_before = 0, above = 1, below_before = 1, below = 0;
    for (int term = 0; term < most_terms; ++term) {
        const double whole = std::floor(rest);
        if (whole > largest) return std::nullopt;
        const Wide next_above = static_cast<Wide>(whole) * above + above_before;
        const Wide next_below = static_cast<Wide>(whole) * below + below_before;
        if (next_above >= most || next_below >= most) return std::nullopt;
        above_before = above;
        below_before = below;
        above = static_cast<std::int64_t>(next_above);
        below = static_cast<std::int64_t>(next_below);
        if (static_cast<double>(above) / static_cast<double>(below) == std::abs(number))
            return of(number < 0 ? -above : above, below);
        if (rest == whole) return std::nullopt;
        rest = 1 / (rest - whole);
    }
    return std::nullopt;
}

std::optional<Rational> Rational::add(Rational left, Rational right)
{
    return reduced(static_cast<Wide>(left.above_) * right.below_ + static_cast<Wide>(right.above_) * left.below_,
                   static_cast<Wide>(left.below_) * right.below_);
}

std::optional<Rational> Rational::times(Rational left, Rational right)
{
    return reduced(static_cast<Wide>(left.above_) * right.above_, static_cast<Wide>(left.below_) * right.below_);
}

std::optional<Rational> Rational::divide(Rational left, Rational right)
{
    return reduced(static_cast<Wide>(left.above_) * right.below_, static_cast<Wide>(left.below_) * right.above_);
}

Rational Rational::negative() const
{
    Rational out = *this;
    out.above_ = -above_;
    return out;
}

bool operator<(Rational left, Rational right)
{
    return static_cast<Wide>(left.above_) * right.below_ < static_cast<Wide>(right.above_) * left.below_;
}

} // namespace rapport::instruments
