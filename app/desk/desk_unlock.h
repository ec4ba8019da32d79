#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// Derives the key, opens the vault and takes in the inbox, away from the drawing thread: the window says "Opening".
void begin_opening(Desk& desk);
void end_opening(Desk& desk, Opened opened, double now);

/// The vault opened by the printed key, for nothing but a new passphrase; then opened with that.
void begin_recovery(Desk& desk);
void end_recovery(Desk& desk, Recovered recovered);
void begin_new_passphrase(Desk& desk);

} // namespace rapport::desk
