#pragma once

#include <optional>

#include "app/desk/intents.h"
#include "app/desk/start_session_view.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// Node ids: "start.visit", "start.number", "start.battery.<instrument id>", "start.go", "start.cancel".
/// Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_start_session(shell::Ui& ui, const StartSessionView& view,
                                                       StartSessionState& state);

} // namespace rapport::desk
