#pragma once

#include "app/desk/desk_state.h"

/// The one place where the desk touches the vault: between frames, never while drawing.
namespace rapport::desk {

/// Looks at the door and makes the unlock page.
void come_to_the_door(Desk& desk);
/// Carries out what was asked for. A failure becomes a sentence on the page or the banner. `now` is Ui::now().
void act(Desk& desk, const Intent& intent, double now);
/// Takes up background work that has ended, and the search that was typed long enough ago.
void take_up(Desk& desk, double now);
/// Whether background work holds the vault.
[[nodiscard]] bool busy(const Desk& desk);
/// Without a hand on the desk until it locks.
[[nodiscard]] double lock_seconds(const Desk& desk);

} // namespace rapport::desk
