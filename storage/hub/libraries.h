#pragma once

#include "instruments/base/library.h"

namespace rapport::hub {

[[nodiscard]] Library database_client_library();

} // namespace rapport::hub
