#pragma once

#include <string>

#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

/// What is wrong with the frame on the screen, a line each; empty when nothing is. Looked for, from the words as they
/// were put down and the places that can be pressed, and not from what a screen says of itself:
///   words that reach out of the window or sideways out of the place they may be seen in,
///   words cut through by a card's edge, and words over other words,
///   targets under 72 high or wide, targets over one another,
///   words in a colour that has not 7:1 on its ground.
[[nodiscard]] std::string unsound(const Stage& stage, int width, int height);

} // namespace rapport::kiosk::test
