#pragma once

#include "instruments/base/result.h"

/// The ways sealed storage can fail. Sentences for people stand in assets/strings under "fault.<name>".
namespace rapport::sealed::fault {

inline constexpr Fault no_sodium{"no_sodium"}; ///< libsodium would not start
inline constexpr Fault disk_full{"disk_full"}; ///< nothing was kept of this act; all before it is safe
inline constexpr Fault read_only_folder{"read_only_folder"};
inline constexpr Fault missing_file{"missing_file"};
inline constexpr Fault cannot_write{"cannot_write"}; ///< any other write, sync or rename failure
inline constexpr Fault cannot_read{"cannot_read"};
inline constexpr Fault damaged_session{"damaged_session"};   ///< authentication, order or length is wrong
inline constexpr Fault wrong_key{"wrong_key"};               ///< the first frame does not open with this key
inline constexpr Fault session_finished{"session_finished"}; ///< an act after FINAL
inline constexpr Fault session_full{"session_full"};         ///< the preallocated log has no room left
inline constexpr Fault damaged_job{"damaged_job"};           ///< the hand-over does not parse

inline constexpr Fault session_busy{"session_busy"};   ///< another process has this session open
inline constexpr Fault bad_act{"bad_act"};             ///< an act the format cannot hold; nothing was written
inline constexpr Fault bad_id{"bad_id"};               ///< not 32 hex digits
inline constexpr Fault cannot_harden{"cannot_harden"}; ///< core dumps or tracing could not be switched off

inline constexpr Fault cannot_derive{"cannot_derive"}; ///< no memory for the slow hash of a ticket

} // namespace rapport::sealed::fault
