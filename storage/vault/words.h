#pragma once

#include <string_view>
#include <vector>

#include "storage/sealed/secret.h"

namespace rapport::vault {

/// A list of words that comes with the program, one a line.
struct WordFile {
    std::string_view name;
    std::string_view text;
};
[[nodiscard]] const std::vector<WordFile>& bundled_words();

/// Distinct, three to eight letters a to z, in order.
[[nodiscard]] const std::vector<std::string_view>& words();

inline constexpr std::size_t least_words = 5;
inline constexpr std::size_t most_words = 12;

/// Bits that a guesser who has the list has to guess.
[[nodiscard]] double bits_of_words(std::size_t count);

/// Each word drawn alike and apart from the others, with spaces between. `count` lies between least and most.
[[nodiscard]] sealed::Secret make_passphrase(std::size_t count = least_words);

} // namespace rapport::vault
