#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The desk of an administrator, who has no key to any data: users, and nothing else.
[[nodiscard]] std::optional<Intent> draw_admin(shell::Ui& ui, AdminDesk& admin);

/// Takes up what has ended.
void take_up(AdminDesk& admin, const DeskSettings& settings);

} // namespace rapport::desk
