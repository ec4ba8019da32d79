#pragma once

#include "storage/vault/core.h"
#include "storage/vault/slots.h"

namespace rapport::vault {

/// A wrap that costs less to try than the policy asks, or pins a root that has been replaced.
[[nodiscard]] bool is_out_of_date(const Header& header, const User& user, const Unlocked& unlocked);
/// What its next one costs: never less than before.
[[nodiscard]] KdfCost renewed_cost(const Header& header, const User& user);
/// At a login, when the passphrase is at hand: makes the wrap anew if it is out of date.
[[nodiscard]] Status renew_wrap(Core& core, const Unlocked& unlocked, const sealed::Secret& passphrase);

} // namespace rapport::vault
