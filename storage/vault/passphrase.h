#pragma once

#include <string>

#include "instruments/base/result.h"
#include "storage/sealed/secret.h"

namespace rapport::vault {

inline constexpr std::size_t least_passphrase = 15; ///< code points; NIST SP 800-63B-4 for a secret that stands alone

/// The names around a passphrase, which a guesser knows too.
struct PassphraseSetting {
    std::string clinic;
    std::string device;
    std::string user;
};

/// Length, valid UTF-8, and not one of the first things a guesser tries. No rules of composition.
/// Errors: weak_passphrase; detail says "short", "utf-8", "pattern", "common" or "name".
[[nodiscard]] Status check_passphrase(const sealed::Secret& passphrase, const PassphraseSetting& setting = {});

} // namespace rapport::vault
