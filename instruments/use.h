#pragma once

#include <string>

#include "instruments/base/result.h"
#include "instruments/definition.h"

namespace rapport::instruments {

/// The scoring key was recalled from the literature, and nobody has recorded holding it against the licensed form.
inline constexpr Fault key_not_verified{"key_not_verified"};

/// What staff record after holding a key against the licensed form. Whoever keeps it keeps the definition's hash too.
struct KeyCheck {
    std::string instrument;
    std::string version;
    std::string by;
    std::string date;
    std::string reference;
};

/// Whether an instrument may be given to a patient in a real clinic: its key is verified, or `check` says who checked
/// this version of it, when, and against what. Demo clinics need not ask.
[[nodiscard]] Status may_be_used(const Definition& definition, const KeyCheck* check = nullptr);

/// Whether scores of the two may share one line or be subtracted: the same instrument, and the same version or one that
/// a definition names as comparable.
[[nodiscard]] bool comparable(const Definition& one, const Definition& other);

} // namespace rapport::instruments
