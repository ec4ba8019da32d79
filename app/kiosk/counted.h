#pragma once

#include <string>
#include <string_view>

namespace rapport::kiosk {

/// The sentence of `<key>.one` for 1 and of `<key>.many` for any other number, {n} filled in figures.
[[nodiscard]] std::string counted(std::string_view key, int number);

/// A number that begins a sentence: a word up to nine, figures above.
[[nodiscard]] std::string number_word(int number);

} // namespace rapport::kiosk
