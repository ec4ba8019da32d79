#pragma once

#include <string_view>

namespace rapport::release {

/// The sentence every bundle and the release screen carry.
inline constexpr std::string_view notice = "These data are de-identified, not anonymous: a person who knows somebody's "
                                           "answers, or exactly which weeks somebody came, "
                                           "may still find the row.";

/// Stands beside it in every bundle of a demo clinic.
inline constexpr std::string_view demo_notice =
    "Every person in these files is invented: they come from a demo clinic and say nothing about anybody.";
/// In place of wording nobody had installed, so that nobody takes the answers for answers to the licensed form.
inline constexpr std::string_view placeholder_notice =
    "Licensed wording not installed: item numbers stood in place of the questions.";

} // namespace rapport::release
