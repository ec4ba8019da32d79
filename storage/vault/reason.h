#pragma once

#include "instruments/base/result.h"

namespace rapport::vault {

inline constexpr std::size_t most_reason = 400; ///< bytes

/// A few words on why, as an act that cannot be taken back needs. Errors: empty_note, too_long.
[[nodiscard]] Status check_reason(std::string_view reason);

} // namespace rapport::vault
