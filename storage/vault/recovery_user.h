#pragma once

#include <string_view>

namespace rapport::vault {

/// The name under which the printed key acts; no user can have it.
inline constexpr std::string_view recovery_user = "recovery key";

} // namespace rapport::vault
