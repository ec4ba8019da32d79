#pragma once

#include "app/desk/desk_state.h"

/// What the desk does so that nobody in danger is passed by, and for tickets.
namespace rapport::desk {

/// Asks first who should be seen to before the tablet goes on. True when somebody should: the page that asks is on the
/// screen and `intent` is kept for when it is done. What cannot be read is no reason to keep the tablet.
[[nodiscard]] bool hold_back(OpenDesk& open, const Intent& intent);
/// An alert was seen to, or left with a reason, on that page. What was held back, once none is left.
[[nodiscard]] std::optional<Intent> settle(OpenDesk& open, const Intent& intent);

/// Marks what nobody has seen to in time, and notes when the next will be due.
void escalate(OpenDesk& open);

/// What this device is like now.
void open_device(OpenDesk& open, const DeskSettings& settings);
void open_tickets(OpenDesk& open);
/// A ticket for the session that the page has chosen.
void make_ticket(OpenDesk& open);
void revoke_ticket(OpenDesk& open, const Id& session);

} // namespace rapport::desk
