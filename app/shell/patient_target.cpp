#include "app/shell/patient_target.h"

#include <algorithm>
#include <cmath>

namespace rapport::shell {

namespace {

/// What some displays give in place of a size: their shape, in centimetres or millimetres.
bool is_shape(int longer_mm, int shorter_mm)
{
    return (longer_mm == 160 || longer_mm == 16) &&
           (shorter_mm == 90 || shorter_mm == 100 || shorter_mm == 9 || shorter_mm == 10);
}

} // namespace

float patient_target(const ReportedSize& display)
{
    constexpr float target_mm = 20;
    constexpr float made_up = 96 / 25.4F; // pixels a millimetre
    constexpr float alike = 0.02F;
    constexpr float square_within = 0.05F;
    constexpr float smallest_mm = 150;
    constexpr float largest_mm = 3050;
    if (display.width_px <= 0 || display.height_px <= 0 || display.width_mm <= 0 || display.height_mm <= 0)
        return least_patient_target;
    if (is_shape(std::max(display.width_mm, display.height_mm), std::min(display.width_mm, display.height_mm)))
        return least_patient_target;
    const auto across = static_cast<float>(display.width_mm);
    const auto down = static_cast<float>(display.height_mm);
    const float diagonal = std::hypot(across, down);
    if (diagonal < smallest_mm || diagonal > largest_mm) return least_patient_target;
    const float x = static_cast<float>(display.width_px) / across;
    const float y = static_cast<float>(display.height_px) / down;
    if (std::abs(x - y) > square_within * std::max(x, y)) return least_patient_target;
    if (std::abs(x - made_up) < alike * made_up && std::abs(y - made_up) < alike * made_up) return least_patient_target;
    return std::max(least_patient_target, std::ceil(target_mm * y));
}

} // namespace rapport::shell
