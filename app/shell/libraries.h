#pragma once

#include <vector>

#include "instruments/base/library.h"

namespace rapport::shell {

/// Dear ImGui, GLFW, FreeType, libpng and FriBidi.
[[nodiscard]] std::vector<Library> libraries();

} // namespace rapport::shell
