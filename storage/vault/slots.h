#pragma once

#include "storage/vault/header.h"
#include "storage/vault/keys.h"

namespace rapport::vault {

/// Makes a user of a header: own key pair, wrapped by the passphrase, and the role's keys granted by the root.
/// The header's vault id, epoch and root must stand; the user is added to it.
[[nodiscard]] Status add_user(Header& header, const std::string& name, Role role, const sealed::Secret& passphrase,
                              const KdfCost& cost, const RoleKeys& keys, const sealed::Secret& root);

/// The user's own private half. `stretched` is Argon2id of the passphrase. Errors: wrong_passphrase; vault_damaged when
/// the root pinned in the slot is not the header's.
[[nodiscard]] Result<sealed::Secret> open_slot(const Header& header, const User& user, const sealed::Secret& stretched);

/// The keys granted. Errors: vault_damaged when the root did not sign this very grant for this very user.
[[nodiscard]] Result<RoleKeys> open_grant(const Header& header, const User& user, const sealed::Secret& private_key);

/// Signs and authenticates a header that is ready to be written.
void close_header(Header& header, const sealed::Secret& root, const RoleKeys& keys);
/// The root's signature, the MAC, and that the inbox's two halves belong together. Errors: vault_damaged.
[[nodiscard]] Status check_header(const Header& header, const RoleKeys& keys);

/// Passphrase to keys, the whole way; an unknown user takes as long and gets the same answer as a wrong passphrase.
/// Errors: wrong_passphrase, vault_damaged.
[[nodiscard]] Result<RoleKeys> unlock(const Header& header, std::string_view user, const sealed::Secret& passphrase);

} // namespace rapport::vault
