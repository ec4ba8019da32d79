#pragma once

#include "storage/sealed/secret.h"
#include "storage/vault/vault.h"

namespace rapport::vault {

/// Saves what can be read of a damaged vault into a new folder, row by row past the pages that cannot. Nothing of the
/// original is changed but its count of tries: its files are copied first, as bytes. `user` and `secret` as in
/// guarded_keys.h.
///
/// Keeps  every administration whose MAC verifies and whose scores still come out; people, identities, sessions,
/// visits,
///        alerts and settings whose pages can be read. Again  sessions whose answers are not all there and whose sealed
///        originals are kept. Audit  as it was when the whole chain verifies; otherwise what can be read of it stands
///        in `earlier_audit`, and a new chain begins with a line for every row kept.
/// Errors: those of guarded_keys, vault_missing, vault_damaged (header and its copy), vault_newer, vault_exists,
/// disk_full, read_only_folder.
[[nodiscard]] Result<Salvaged> salvage(const std::string& folder, const std::string& to, std::string_view user,
                                       const sealed::Secret& secret, const Clock& clock,
                                       const BootClock& boot_clock = system_boot_clock());

} // namespace rapport::vault
