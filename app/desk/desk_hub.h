#pragma once

#include "app/desk/desk_state.h"

/// The hub at the desk: what is wanted of it goes to its worker, what came of that is taken up between frames. The
/// vault is needed for a moment only: for the key of the hub's files, for a signature, and to take in what came.
namespace rapport::desk {

/// When the vault has been opened: where this device is at a hub, the first exchange is due.
void begin_hub(OpenDesk& open, const DeskSettings& settings);
void open_hub(OpenDesk& open);
void act_on_hub(OpenDesk& open, HubAct act);
void stop_hub(OpenDesk& open);
/// What was typed there goes with the page; a code is shown once.
void leave_hub_page(OpenDesk& open);

/// Between frames: takes up what the worker has done, gives it the signature it waits for, and begins the exchange
/// that is due. Touches the vault only while nothing else has it.
void take_up_hub(OpenDesk& open, double now, bool vault_is_free);
/// Seconds until that is wanted again; below 0: nothing is to come.
[[nodiscard]] double next_glance(const OpenDesk& open, double now);

} // namespace rapport::desk
