#pragma once

#include "storage/vault/header.h"
#include "storage/vault/keys.h"

namespace rapport::vault {

/// The key that is printed once: 160 random bits. It opens the header's sealed copy of everything.
[[nodiscard]] sealed::Secret make_recovery_key();

/// "XXXX-XXXX-...": eight groups of four, then a group that finds typing mistakes.
[[nodiscard]] sealed::Secret print_recovery_key(const sealed::Secret& key);

/// Errors: recovery_mismatch (a character that is none, a wrong length, or the check group does not fit).
[[nodiscard]] Result<sealed::Secret> read_recovery_key(const sealed::Secret& typed);

void seal_recovery(Header& header, const sealed::Secret& key, const RecoveryCopy& copy);
/// Errors: recovery_mismatch.
[[nodiscard]] Result<RecoveryCopy> open_recovery(const Header& header, const sealed::Secret& key);

} // namespace rapport::vault
