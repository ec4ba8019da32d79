#pragma once

#include "storage/vault/audit.h"
#include "storage/vault/core.h"
#include "storage/vault/crypto.h"

namespace rapport::vault {

/// Fills `core.instruments`: the bundled library and the clinic's own definitions, each key-only one replaced by the
/// clinic's wording where there is some.
[[nodiscard]] Status load_instruments(Core& core);
/// `act` for what changes the instruments: they are read again before it is kept, and stay as they were if it is not.
[[nodiscard]] Status act_on_instruments(Core& core, const AuditLine& line, const std::function<Status()>& work);

/// Keeps a definition's exact bytes under their hash, once. Inside the caller's transaction.
[[nodiscard]] Result<crypto::Hash> keep_definition(Core& core, const instruments::Definition& definition);

/// The definition some answers were given to: the one this program brings where its bytes are the same, or else from
/// its kept bytes. Errors: vault_damaged.
[[nodiscard]] Result<const instruments::Definition*> pinned_definition(Core& core, const crypto::Hash& hash);
/// Its bytes alone, as a session gets them.
[[nodiscard]] Result<std::string> pinned_json(Core& core, const crypto::Hash& hash);
/// Holds every kept definition against its hash. Errors: vault_damaged.
[[nodiscard]] Status check_definitions(Core& core);

/// The 32 bytes of `Administration::definition_hash`; all zero when the text is not 64 hex digits.
[[nodiscard]] crypto::Hash hash_from_hex(std::string_view text);

} // namespace rapport::vault
