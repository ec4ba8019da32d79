#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/base/result.h"
#include "storage/sealed/secret.h"

/// Rights that no role has by itself. Functions of an open vault, apart from vault.h, which most of the tree includes.
namespace rapport::vault {

class Vault;
struct Approval;

/// Each is kept in identity.db, which a researcher's key does not open, and belongs to a key and not to a name:
/// somebody who comes back with a new key has none.
enum class Right : std::uint8_t {
    identified, ///< to let people's records leave with their names
    reidentify, ///< to look up whom a release's code stands for
};
[[nodiscard]] std::string_view word(Right right); ///< "identified", "reidentify"

/// Takes a clinician and an approval, as a change of users does; only a clinician can have one. Errors: not_allowed,
/// unknown_user, no_change, empty_note, too_long, and those of an approval.
[[nodiscard]] Status give_right(Vault& vault, Right right, std::string_view user, std::string_view reason,
                                const Approval& approval);
/// A clinician alone may take one away. Errors: not_allowed, unknown_user, no_change, empty_note, too_long.
[[nodiscard]] Status take_right(Vault& vault, Right right, std::string_view user, std::string_view reason);
/// Names of users. Errors: not_allowed.
[[nodiscard]] Result<std::vector<std::string>> who_has(Vault& vault, Right right);
/// Whether the user of the open vault has it. Errors: not_allowed (detail: the right).
[[nodiscard]] Status must_have(Vault& vault, Right right);

/// One's own passphrase once more, tried and counted as at the door: before what cannot be taken back.
/// Errors: wrong_passphrase, slot_blocked, slot_disabled; not_allowed when the vault was opened by the printed key.
[[nodiscard]] Status prove_again(Vault& vault, const sealed::Secret& passphrase);

} // namespace rapport::vault
