#pragma once

#include <atk/atk.h>

#include "app/shell/access/outline.h"

namespace rapport::access {

/// Our roles in the words of AT-SPI.
[[nodiscard]] AtkRole role_of(const Entry& entry);

/// Which interfaces a thing answers to besides AtkComponent.
struct Abilities {
    bool press = false; ///< AtkAction
    bool text = false;  ///< AtkText, read only
    bool value = false; ///< AtkValue
};
[[nodiscard]] Abilities abilities_of(const Entry& entry);

/// The words that AtkText gives: what an entry holds, or what a text says.
[[nodiscard]] const std::string& text_of(const Entry& entry);

/// `focused` when the thing has the focus; a page has it while nothing on it does.
void add_states(AtkStateSet* states, const Entry& entry, bool focused, bool on_screen);

} // namespace rapport::access
