#pragma once

#include <string>

#include "instruments/base/result.h"

namespace rapport::cli {

namespace fault {
inline constexpr Fault which_user{"which_user"}; ///< several users in the vault and none was named
}

/// The user named, or the vault's only one. Errors: which_user, those of looking at the door.
[[nodiscard]] Result<std::string> user_or_only(const std::string& vault, const std::string& named);

/// The administrator named, or the vault's only one. Errors: which_user, not_allowed (there is none).
[[nodiscard]] Result<std::string> admin_or_only(const std::string& vault, const std::string& named);

} // namespace rapport::cli
