#pragma once

namespace rapport::shell {

/// 20 mm at 92 pixels an inch, which is what an ordinary display has: used where a display does not say its size.
inline constexpr float least_patient_target = 72;

/// What a display says of itself.
struct ReportedSize {
    int width_px = 0, height_px = 0;
    int width_mm = 0, height_mm = 0;
};

/// Pixels of 20 mm, 72 at least. A size that cannot be one counts as none: nothing at all, the 96 dots an inch that X
/// makes up, sides that do not fit the pixels (some report a shape, as 160 by 90), less than 6 or more than 120 inches.
[[nodiscard]] float patient_target(const ReportedSize& display);

} // namespace rapport::shell
