#pragma once

#include "instruments/base/library.h"

namespace rapport::sealed {

[[nodiscard]] Library sodium_library();

} // namespace rapport::sealed
