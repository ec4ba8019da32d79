#pragma once

#include "storage/vault/header.h"
#include "storage/vault/keys.h"

namespace rapport::vault {

/// Makes a user of a header: own key pair, wrapped by the passphrase, and the role's keys granted by the root.
/// The header's vault id, epoch and root must stand; the user is added to it.
[[nodiscard]] Status add_user(Header& header, const std::string& name, Role role, const sealed::Secret& passphrase,
                              const KdfCost& cost, const RoleKeys& keys, const sealed::Secret& root);

/// Puts the user's private half under a passphrase anew, with the root as it is now. Needs no root key.
[[nodiscard]] Status wrap_user(const Header& header, User& user, const sealed::Secret& private_key,
                               const sealed::Secret& passphrase, const KdfCost& cost);
/// Seals the role's part of `keys` to the user, and signs it for this header's epoch.
void grant_user(const Header& header, User& user, const RoleKeys& keys, const sealed::Secret& root);

/// A user's own private half, and the root they pinned.
struct OpenedSlot {
    sealed::Secret private_key;
    bool pinned_older_root = false; ///< one that signed its successor: the wrap should be made anew
};
/// `stretched` is Argon2id of the passphrase. Errors: wrong_passphrase; vault_damaged when the root pinned in the slot
/// neither is the header's nor signed the way to it.
[[nodiscard]] Result<OpenedSlot> open_pinned(const Header& header, const User& user, const sealed::Secret& stretched);
[[nodiscard]] Result<sealed::Secret> open_slot(const Header& header, const User& user, const sealed::Secret& stretched);

/// The keys granted. Errors: vault_damaged when the root did not sign this very grant for this very user.
[[nodiscard]] Result<RoleKeys> open_grant(const Header& header, const User& user, const sealed::Secret& private_key);

/// Signs a header that is ready to be written; authenticates it with RK.
void sign_header(Header& header, const sealed::Secret& root);
void mac_header(Header& header, const sealed::Secret& responses);
/// Both, in that order.
void close_header(Header& header, const sealed::Secret& root, const RoleKeys& keys);
/// The root's signature and, as far as the keys go, the MAC, the root's own halves and the inbox's. Errors:
/// vault_damaged.
[[nodiscard]] Status check_header(const Header& header, const RoleKeys& keys);

/// Says that `to` follows `from`, by `from`'s private half, and makes it the header's root.
void replace_root(Header& header, const sealed::Secret& from, const sealed::PublicKey& to);
/// Whether a root somebody knows is the header's or leads to it.
[[nodiscard]] bool leads_to_root(const Header& header, const sealed::PublicKey& known);

/// A passphrase gone all the way.
struct Unlocked {
    RoleKeys keys;
    OpenedSlot slot;
};
/// An unknown user takes as long and gets the same answer as a wrong passphrase. Errors: wrong_passphrase,
/// vault_damaged.
[[nodiscard]] Result<Unlocked> unlock_user(const Header& header, std::string_view user,
                                           const sealed::Secret& passphrase);
[[nodiscard]] Result<RoleKeys> unlock(const Header& header, std::string_view user, const sealed::Secret& passphrase);

} // namespace rapport::vault
