#pragma once

#include <array>

#include <atk/atk.h>

#include "app/shell/assistant.h"

namespace rapport::access {

using KeyWords = std::array<char, 16>; ///< what the event's string points into

/// A key in X11's words, which AT-SPI speaks on every system. Letters are told unshifted, as a toolkit tells them to a
/// reader that looks for its own commands.
[[nodiscard]] AtkKeyEventStruct key_event(const shell::KeyStroke& stroke, KeyWords& words);

} // namespace rapport::access
