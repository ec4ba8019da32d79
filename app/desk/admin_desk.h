#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The desk of an administrator, who has no key to any data: users, and which Rapport this is.
[[nodiscard]] std::optional<Intent> draw_admin(shell::Ui& ui, AdminDesk& admin);

/// Turns to the page of users or to About; no other is an administrator's.
void show(AdminDesk& admin, Page page, const DeskSettings& settings);

/// Takes up what has ended.
void take_up(AdminDesk& admin, const DeskSettings& settings);

} // namespace rapport::desk
