#pragma once

#include <cstdint>

namespace rapport::vault {

/// Minutes east of UTC, by this machine's time zone at that moment.
[[nodiscard]] int utc_offset_minutes(std::int64_t utc_ms);
/// The civil day there and then, days since 1970-01-01.
[[nodiscard]] std::int32_t civil_day(std::int64_t utc_ms);
/// The calendar year a civil day lies in.
[[nodiscard]] int year_of(std::int32_t day);

} // namespace rapport::vault
