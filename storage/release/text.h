#pragma once

#include <string>
#include <string_view>

namespace rapport::release {

/// The word that stands where something is kept back, and the one that stands for values pooled together.
inline constexpr std::string_view withheld_word = "withheld";
inline constexpr std::string_view pooled_word = "other";

/// Valid UTF-8 with line ends as LF: a broken byte becomes U+FFFD, other control characters a space.
[[nodiscard]] std::string clean(std::string_view text);

/// Whether a calendar date (four, two and two digits with hyphens) or a clock time (digits, colon, two digits) stands
/// in it.
[[nodiscard]] bool has_clock(std::string_view text);

/// The same words with no run that could be read as a date or a clock time: "16:606" becomes "16: 606", a date gets
/// dots. For citations and version names, which belong to an instrument and to no person.
[[nodiscard]] std::string without_clock(std::string_view text);

/// A civil day since 1970-01-01 as ISO 8601. Only profile B writes one.
[[nodiscard]] std::string iso_date(std::int32_t day);

/// A number as every file writes it: shortest form that reads back the same, point as decimal mark, in any locale.
[[nodiscard]] std::string number(double value);
[[nodiscard]] std::string fixed(double value, int decimals);

} // namespace rapport::release
