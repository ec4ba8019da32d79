#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::desk {

/// A moment as the clinic's wall clock shows it.
struct LocalTime {
    std::int32_t day = 0; ///< civil day since 1970-01-01
    int minute = 0;       ///< of that day, 0 to 1439
    int year = 1970;
};
[[nodiscard]] LocalTime local_time(std::int64_t utc_ms);

/// "09:52".
[[nodiscard]] std::string clock_words(int minute);
/// "Today 09:52", "Yesterday 16:40", "5 Feb".
[[nodiscard]] std::string when_words(std::int64_t utc_ms, std::int64_t now_ms);
/// "today 09:52", "yesterday 16:40", "5 Feb": the same inside a sentence.
[[nodiscard]] std::string when_within(std::int64_t utc_ms, std::int64_t now_ms);
/// "today", "yesterday", "5 Feb": inside a sentence.
[[nodiscard]] std::string day_words(std::int32_t day, std::int32_t today);
/// "30 seconds", "2 minutes": cut up, never down, so that nobody tries too early.
[[nodiscard]] std::string wait_words(int seconds);
/// "812 B", "14.2 kB".
[[nodiscard]] std::string size_words(std::uint64_t bytes);
/// The sentence of `key`.one or `key`.many with {n} filled.
[[nodiscard]] std::string count_words(std::string_view key, long long n);
/// "44", "14.6": one place at most, no ".0".
[[nodiscard]] std::string number_words(double value);
[[nodiscard]] std::string joined(const std::vector<std::string>& words, std::string_view between);
/// What happened, what is safe, what to do: the desk's own sentence where it has one for the fault.
[[nodiscard]] std::string sentence_of(const Error& error);
/// A whole number and nothing else, or `otherwise`.
[[nodiscard]] int whole_number(std::string_view text, int otherwise);
[[nodiscard]] std::string trimmed(std::string_view text);

/// "1980-05-31".
[[nodiscard]] std::string iso_day(std::int32_t day);
/// Days since 1970-01-01 of an ISO 8601 date ("1980-05-31"); false when it is not one.
[[nodiscard]] bool parse_iso_day(std::string_view text, std::int32_t& day, int& year);

} // namespace rapport::desk
