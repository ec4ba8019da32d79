#pragma once

namespace rapport::sealed {

/// How the desk and the kiosk tell the supervisor why they ended.
namespace exit_code {
inline constexpr int done = 0; ///< desk: staff closed it. Kiosk: finished, or staff asked for the desk
inline constexpr int refused = 1;
inline constexpr int usage = 2;
inline constexpr int environment = 3; ///< no display, no font, no vault
inline constexpr int hand_over = 10;  ///< desk only: a job was written to the job pipe; start the kiosk
inline constexpr int locked = 11; ///< desk only: locked (by hand or by idling); start a fresh desk at the unlock page
inline constexpr int see_first = 12;             ///< kiosk: done, and staff should see this person first
inline constexpr int next_person = 13;           ///< kiosk in a waiting room: this one has gone; the next may come
inline constexpr int next_person_see_first = 14; ///< both
inline constexpr int waiting_room = 15;          ///< desk only: tickets were written to the job pipe
} // namespace exit_code

} // namespace rapport::sealed
