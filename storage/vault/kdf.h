#pragma once

#include <functional>

#include "storage/vault/vault.h"

namespace rapport::vault {

/// Seconds that one derivation of that cost takes; endless when the machine has not the memory.
using Stopwatch = std::function<double(const KdfCost&)>;
[[nodiscard]] double seconds_of(const KdfCost& cost); ///< measured, on this machine

/// What a passphrase should cost on this machine: 256 MiB and 3 passes, moved towards 0.5 to 1.0 s. Too slow: half the
/// memory, down to the floor. Too fast: more passes, up to 16, then more memory, up to 1 GiB.
[[nodiscard]] KdfCost calibrated_cost(const Stopwatch& seconds = seconds_of);

} // namespace rapport::vault
