#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// Derives the key, opens the vault and takes in the inbox, away from the drawing thread: the window says "Opening".
void begin_opening(Desk& desk);
void end_opening(Desk& desk, Opened opened, double now);

} // namespace rapport::desk
