#pragma once

#include "storage/vault/core.h"
#include "storage/vault/keys.h"
#include "storage/vault/slots.h"

namespace rapport::vault {

/// The root's private key, and who gave it.
struct Approved {
    sealed::Secret root;
    std::optional<RecoveryCopy> copy; ///< when it was the printed key
    sealed::Secret printed;           ///< that key itself, decoded
    std::string by;
};

/// Counts an administrator's try on the disk before the key is derived. The recovery key is 160 random bits: guessing
/// it needs no counting. Errors: wrong_passphrase, slot_blocked, slot_disabled, not_allowed (that user is no
/// administrator), recovery_mismatch, vault_damaged.
[[nodiscard]] Result<Approved> approve(const std::string& place, const Header& header, const Approval& approval,
                                       const BootTime& now);

/// One's own passphrase once more, tried and counted as at the door.
[[nodiscard]] Result<Unlocked> prove(const std::string& place, const Header& header, std::string_view user,
                                     const sealed::Secret& passphrase, const BootTime& now);

/// A header of format 1 becomes one of format 2, which takes the printed key; one of format 2 stays as it is.
/// Errors: not_allowed.
[[nodiscard]] Status bring_up_to_date(Header& header, const Approved& approved);

} // namespace rapport::vault
