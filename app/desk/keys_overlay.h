#pragma once

#include "app/shell/ui.h"

namespace rapport::desk {

/// The page of keys, in place of the page it was asked from so that nothing behind it can be pressed.
/// Gives true when it is to go again.
[[nodiscard]] bool draw_keys(shell::Ui& ui);

} // namespace rapport::desk
