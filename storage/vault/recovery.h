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

/// Ties the header to a printed key: its public half, its pin on vault and root, and the audit's first key sealed to
/// it. Format 2; done once in a vault's life, since it takes the printed key.
void bind_recovery(Header& header, const sealed::Secret& key, const sealed::Secret& first_audit_key);
/// Seals the role keys and the root to the printed key's public half, which takes no printed key.
void seal_recovery(Header& header, const RoleKeys& keys, const sealed::Secret& root);
/// Of either format. Errors: recovery_mismatch; vault_damaged when the root is not one this key was printed under.
[[nodiscard]] Result<RecoveryCopy> open_recovery(const Header& header, const sealed::Secret& key);

} // namespace rapport::vault
