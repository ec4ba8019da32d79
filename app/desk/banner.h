#pragma once

#include <string>

#include "app/shell/ui.h"

namespace rapport::desk {

/// One calm sentence at the foot of the window, over what is there. Node ids "banner", "banner.close".
/// Draws nothing for an empty sentence. Gives true when it was closed.
[[nodiscard]] bool draw_banner(shell::Ui& ui, const std::string& sentence);

} // namespace rapport::desk
