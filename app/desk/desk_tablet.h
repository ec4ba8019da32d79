#pragma once

#include "app/desk/desk_state.h"

/// How the tablet goes from here to a patient or to the waiting room, and how the desk ends with it.
namespace rapport::desk {

/// Closes the vault and ends the program: the strongest wipe is that the process is gone.
void leave(Desk& desk, int code);
/// The session chosen on its page begins. What prevents it becomes a sentence on that page.
void hand_tablet_over(Desk& desk);
/// A session that was stopped goes on. What prevents it becomes the banner.
void resume_session(Desk& desk, const Id& session);
/// The tablet asks for tickets from here on. What prevents it becomes a sentence on the page of tickets.
void begin_waiting_room(Desk& desk);

} // namespace rapport::desk
