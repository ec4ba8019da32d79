#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/change.h"

namespace rapport::desk::person {

/// A piece of a sentence: words, perhaps strong, or an arrow that the words beside it also say.
struct Run {
    enum class Kind : std::uint8_t { plain, strong, arrow_down, arrow_up };
    Kind kind = Kind::plain;
    std::string words;
};
using Line = std::vector<Run>;

/// Splits "*strong* plain", with U+2193 and U+2191 as arrows. Sentences of assets/strings use this and nothing else
/// does.
[[nodiscard]] Line marked(std::string_view sentence);
/// The same sentence for a reader of the screen: no marks, no arrows.
[[nodiscard]] std::string plain(const Line& line);

/// "44", "14.6", "-3" with a real minus sign. Raw score points; one decimal when they are not whole.
[[nodiscard]] std::string number(double points);
/// "+2", "−3", "0".
[[nodiscard]] std::string signed_number(double points);
/// "31–33", or "10" when both ends are the same.
[[nodiscard]] std::string range(double from, double to);

/// "9 Feb" when the day is within eleven months of `today`, else "9 Feb 2027", so that a date is never ambiguous.
[[nodiscard]] std::string day_near(std::int32_t day, std::int32_t today);

/// How a threshold's population fits the person: a study of men says nothing about women, nor about sex not recorded.
[[nodiscard]] bool studied_in(const instruments::ChangeThreshold& threshold, std::string_view sex);

/// Where a value stands among published bands: its own, or between two when it falls in the gap or rounding would move
/// it.
struct Standing {
    const instruments::Band* band = nullptr;
    const instruments::Band* above = nullptr;
};
[[nodiscard]] Standing stand(const std::vector<instruments::Band>& bands, double value);

/// "reliable by Marx 2022 (male veterans, 15)", "not reliable by ...", with "not studied in this group" where that
/// holds.
[[nodiscard]] std::string judgement(const instruments::ChangeThreshold& threshold, const instruments::Change& moved,
                                    std::string_view sex);

/// "Marx 2022 (male veterans, 15)".
[[nodiscard]] std::string rule_name(const instruments::ChangeThreshold& threshold);

/// The short form for lists: "Not reliable by Marx 2022 (15)".
[[nodiscard]] std::string short_judgement(const instruments::ChangeThreshold& threshold,
                                          const instruments::Change& moved, std::string_view sex);

/// The score screens call the instrument's own: "total" when there is one, else the first.
[[nodiscard]] std::size_t main_score(const instruments::Definition& definition);

} // namespace rapport::desk::person
