#pragma once

#include "app/person/person_summary.h"
#include "storage/vault/vault.h"

namespace rapport::desk {

/// All a view is made of, asked of the vault in one go; each look is in its record. Errors: those of the vault.
[[nodiscard]] Result<PersonRows> read_person(vault::Vault& vault, const vault::Id& person);
/// Whoever has the vault open, under the clinic's policy.
[[nodiscard]] Result<Looking> looking_at(vault::Vault& vault);

} // namespace rapport::desk
