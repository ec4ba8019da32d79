#pragma once

#include "instruments/base/result.h"

/// The ways a hub can refuse, fail or be found out. Sentences for people stand in assets/strings under "fault.<name>".
namespace rapport::hub::fault {

// The way there. Nothing was lost by any of these: what waits goes with the next exchange.
inline constexpr Fault hub_unreachable{"hub_unreachable"}; ///< no such host, refused, or no answer to the first word
inline constexpr Fault hub_silent{"hub_silent"};           ///< connected, and then no answer in time, or cut off
inline constexpr Fault hub_certificate{"hub_certificate"}; ///< the server's certificate is not one to believe
inline constexpr Fault hub_password{"hub_password"};       ///< refused: wrong, expired, or no such account
inline constexpr Fault hub_password_needed{"hub_password_needed"}; ///< the server asks for one and none was given
inline constexpr Fault hub_no_right{"hub_no_right"};               ///< the account may not do this there
inline constexpr Fault hub_full{"hub_full"};                       ///< the server's disk or quota
inline constexpr Fault hub_busy{"hub_busy"}; ///< too many connections, starting, stopping, or a statement timeout
inline constexpr Fault hub_read_only{"hub_read_only"}; ///< a standby, or set so
inline constexpr Fault hub_stopped{"hub_stopped"};     ///< by `Patience::stop`: whoever asked wants it no more
inline constexpr Fault hub_error{"hub_error"};         ///< anything else it answered; detail: its SQLSTATE
inline constexpr Fault hub_not_made{"hub_not_made"};   ///< there is a database and no hub in it
inline constexpr Fault hub_newer{"hub_newer"};         ///< made, or written to, by a newer program
inline constexpr Fault bad_hub_url{"bad_hub_url"}; ///< cannot be read, or says what is not taken; detail: which word
inline constexpr Fault password_in_url{"password_in_url"};
inline constexpr Fault hub_not_encrypted{"hub_not_encrypted"}; ///< less than verify-full, to another machine

// What somebody did behind our back. Told in findings: the detail of none of them names a person or a session.
inline constexpr Fault record_dropped{"record_dropped"}; ///< a record that was there, or that others have seen, is not
inline constexpr Fault record_replayed{"record_replayed"}; ///< one that was true earlier or elsewhere stands here again
inline constexpr Fault record_reordered{"record_reordered"};   ///< one stands before its turn
inline constexpr Fault record_altered{"record_altered"};       ///< not as its device wrote it
inline constexpr Fault record_invented{"record_invented"};     ///< no device of this site wrote it
inline constexpr Fault record_of_revoked{"record_of_revoked"}; ///< by a device, after it was revoked
inline constexpr Fault record_of_other_site{"record_of_other_site"};
inline constexpr Fault roster_refused{"roster_refused"};   ///< the list of devices is not signed by the clinic's root
inline constexpr Fault hub_forked{"hub_forked"};           ///< two copies of one device wrote in its name
inline constexpr Fault clock_apart{"clock_apart"};         ///< this clock and the server's, by over ten minutes
inline constexpr Fault roster_withheld{"roster_withheld"}; ///< others, or we ourselves, have seen a newer list
inline constexpr Fault session_twice{"session_twice"};     ///< one session came with other answers than the ones here

// Devices.
inline constexpr Fault hub_not_joined{"hub_not_joined"};
inline constexpr Fault hub_joined_already{"hub_joined_already"};
inline constexpr Fault hub_damaged{"hub_damaged"};       ///< this device's own files about the hub do not hold
inline constexpr Fault hub_in_use{"hub_in_use"};         ///< another program exchanges just now
inline constexpr Fault device_revoked{"device_revoked"}; ///< this one
inline constexpr Fault unknown_device{"unknown_device"};
inline constexpr Fault device_name_taken{"device_name_taken"};
inline constexpr Fault too_many_devices{"too_many_devices"};
inline constexpr Fault code_unknown{"code_unknown"}; ///< mistyped, used, or never given out for this vault
inline constexpr Fault code_expired{"code_expired"};
inline constexpr Fault roster_moved{"roster_moved"};   ///< somebody else changed the list of devices meanwhile
inline constexpr Fault still_waiting{"still_waiting"}; ///< leaving would leave sessions behind

} // namespace rapport::hub::fault
