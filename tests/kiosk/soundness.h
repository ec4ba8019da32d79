#pragma once

#include <string>

#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

/// What is wrong with the frame on the screen, a line each; empty when nothing is. Looked for, from the words as they
/// were put down and the places that can be pressed, and not from what a screen says of itself:
///   words that reach out of the window or sideways out of the place they may be seen in,
///   words cut through by a card's edge, and words over other words,
///   targets lower or narrower than 20 mm by what the display reports, or 72 pixels (answers: wide so much, high 72),
///   targets over one another, a word of an answer cut in two, progress that cannot be read, words in a colour that has
///   not 7:1 on its ground.
[[nodiscard]] std::string unsound(const Stage& stage, int width, int height);

} // namespace rapport::kiosk::test
