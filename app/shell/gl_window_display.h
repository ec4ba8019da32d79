#pragma once

#include "app/shell/patient_target.h"

struct GLFWwindow;

namespace rapport::shell {

/// What the display says of its size that the middle of the window lies on. Where that display says nothing, what the
/// X server says of its one screen: `Xorg -dpi` or `xrandr --fbmm` is how a clinic tells it of a panel that is silent.
[[nodiscard]] ReportedSize reported_size(GLFWwindow* window);

} // namespace rapport::shell
