#pragma once

#include <cstdint>
#include <optional>

namespace rapport::instruments {

/// A fraction in lowest terms, exact: what a cut-off decides must not hang on how a machine rounds 0.1.
/// Both parts stay below 2^53, so that `value` is rounded once; what would be larger has no result.
class Rational {
public:
    constexpr Rational() = default;
    constexpr explicit Rational(int whole) : above_(whole) {}

    /// Errors: none of `above / below` where `below` is 0 or a part is too large.
    [[nodiscard]] static std::optional<Rational> of(std::int64_t above, std::int64_t below);
    /// The fraction with the smallest parts that is this number once rounded; none where it takes large ones.
    [[nodiscard]] static std::optional<Rational> of(double number);

    [[nodiscard]] double value() const { return static_cast<double>(above_) / static_cast<double>(below_); }
    [[nodiscard]] bool is_zero() const { return above_ == 0; }
    [[nodiscard]] bool is_whole() const { return below_ == 1; }

    [[nodiscard]] static std::optional<Rational> add(Rational left, Rational right);
    [[nodiscard]] static std::optional<Rational> times(Rational left, Rational right);
    /// `right` is not 0.
    [[nodiscard]] static std::optional<Rational> divide(Rational left, Rational right);
    [[nodiscard]] Rational negative() const;

    friend bool operator==(Rational, Rational) = default;
    friend bool operator<(Rational left, Rational right);

private:
    std::int64_t above_ = 0;
    std::int64_t below_ = 1;
};

} // namespace rapport::instruments
