#pragma once

#include <vector>

#include "instruments/base/library.h"

namespace rapport::access {

/// ATK and D-Bus.
[[nodiscard]] std::vector<Library> libraries();

} // namespace rapport::access
