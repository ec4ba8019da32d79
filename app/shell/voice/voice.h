#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"

namespace rapport::voice {

namespace fault {
inline constexpr Fault no_voice{"no_voice"}; ///< none is installed that speaks this language
inline constexpr Fault no_sound{"no_sound"}; ///< there is nothing to play on, or it stopped playing
} // namespace fault

/// Something to be read: `id` is the node of the screen that shows it. Beside words in the language of the session
/// there may be an instrument's own in another.
struct Piece {
    std::string id{};
    std::string words{};
    std::string language{};
    friend bool operator==(const Piece&, const Piece&) = default;
};

/// From this sample on the piece is being said.
struct Mark {
    std::size_t sample = 0;
    std::size_t piece = 0;
    friend bool operator==(const Mark&, const Mark&) = default;
};

struct Speech {
    int rate = 0; ///< samples a second, one channel
    std::vector<std::int16_t> samples{};
    std::vector<Mark> marks{}; ///< one a piece, in order
};

/// The engine's name for the voice of a language as a session has it ("en", "es-MX", "zh"). Errors: no_voice.
[[nodiscard]] Result<std::string> voice_for(std::string_view language);

/// The languages of the interface that a voice is installed for, of "en", "es" and "zh".
[[nodiscard]] std::vector<std::string> languages_spoken();

/// All pieces one after the other with a breath between. Gives what there is when `stop` becomes true meanwhile.
/// Errors: no_voice.
[[nodiscard]] Result<Speech> speak(std::span<const Piece> pieces, const std::atomic<bool>& stop);

} // namespace rapport::voice
