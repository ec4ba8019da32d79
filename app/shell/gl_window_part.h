#pragma once

#include <functional>

#include "app/shell/geometry.h"

namespace rapport::shell {

/// Copies a part of the back buffer (pixels, origin at the bottom left as OpenGL has it) to the window and leaves the
/// back buffer as it is. Empty where the window system has no GLX_MESA_copy_sub_buffer. Of the window whose context is
/// current.
[[nodiscard]] std::function<void(const Rect&)> part_shower();

} // namespace rapport::shell
