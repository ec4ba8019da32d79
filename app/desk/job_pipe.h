#pragma once

#include "storage/sealed/secret.h"

namespace rapport::desk {

namespace fault {
inline constexpr Fault hand_over_broken{"hand_over_broken"}; ///< whoever started the desk is not there to take it
}

/// Writes a whole job to the pipe it is handed over on and closes the pipe, which is how the other end knows that it
/// has all of it. Errors: hand_over_broken.
[[nodiscard]] Status send_job(int descriptor, const sealed::Secret& job);

} // namespace rapport::desk
