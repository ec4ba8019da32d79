#pragma once

#include <string_view>

namespace rapport::release {

/// The sentence every bundle and the release screen carry.
inline constexpr std::string_view notice = "These data are de-identified, not anonymous: a person who knows somebody's "
                                           "answers, or exactly which weeks somebody came, "
                                           "may still find the row.";

} // namespace rapport::release
