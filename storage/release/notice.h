#pragma once

#include <string_view>

namespace rapport::release {

/// The sentence every bundle and the release screen carry.
inline constexpr std::string_view notice = "These data are de-identified, not anonymous: a person who knows somebody's "
                                           "answers, or exactly which weeks somebody came, "
                                           "may still find the row.";

/// In its place in a release of profile B.
inline constexpr std::string_view personal_notice = "These are personal data under pseudonyms, with dates; not "
                                                    "anonymous. They are for the named recipient and purpose alone.";
/// With a table that leaves by itself.
inline constexpr std::string_view table_notice =
    "This is a table of groups of people, not of anybody alone. Whoever also "
    "holds data files of the same clinic can count more than it shows.";
[[nodiscard]] inline std::string_view notice_of(std::string_view profile)
{
    return profile == "B" ? personal_notice : notice;
}

/// With people's own records, names and all: profile C, which this room does not write.
inline constexpr std::string_view identified_notice = "These are people's full records with their names. They are "
                                                      "personal data, for the named recipient and purpose alone.";

/// Stands beside it in every bundle of a demo clinic.
inline constexpr std::string_view demo_notice =
    "Every person in these files is invented: they come from a demo clinic and say nothing about anybody.";
/// In place of wording nobody had installed, so that nobody takes the answers for answers to the licensed form.
inline constexpr std::string_view placeholder_notice =
    "Licensed wording not installed: item numbers stood in place of the questions.";

} // namespace rapport::release
