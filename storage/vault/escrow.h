#pragma once

#include <string>
#include <string_view>

#include "instruments/base/result.h"
#include "storage/vault/model.h"

/// The way back from a code to a person, which no release holds. Functions of an open vault, apart from vault.h.
namespace rapport::vault {

class Vault;

namespace fault {
inline constexpr Fault unknown_code{"unknown_code"}; ///< of no project; or whoever had it was erased
}

/// Whom a code stands for, and in which project.
struct CodeHolder {
    std::string project;
    Person person;
    Identity identity;
};
/// One code, as somebody types it: either case, with or without hyphens. Takes the right `reidentify` and a reason, and
/// leaves a line that says who, why, in which project and about whom, never the code or a name.
/// Errors: not_allowed, empty_note, too_long, unknown_code.
[[nodiscard]] Result<CodeHolder> who_is(Vault& vault, std::string_view code, std::string_view reason);

} // namespace rapport::vault
