#pragma once

#include "storage/vault/core.h"

/// Keys that outlive the epoch they were made in. They lie in the databases, under the keys of today.
namespace rapport::vault {

/// Row MACs and the audit's chain go on under the keys they began with: heads of the audit stand printed on slips and
/// in releases, and a chain computed anew would agree with none of them. Whoever knew the old RK knows these two, and
/// has no use for them without the RK of today, which every page is encrypted and authenticated under. In the caller's
/// transaction, into responses.db, and into identity.db for salvage, which can check no row without them.
[[nodiscard]] Status keep_proof_keys(Core& core);
/// The inbox's private half of an epoch that ends, into identity.db. Kept for good: a tablet that comes back late, a
/// restored backup.
[[nodiscard]] Status keep_inbox_key(Core& core, std::uint32_t epoch);

/// Both, at unlocking, as far as the role's databases hold them. Errors: vault_damaged.
[[nodiscard]] Status load_kept_keys(Core& core);

/// For what a clinic's hub keeps on this device (storage/hub). In identity.db, so that it opens to clinicians and goes
/// through a rotation with everything there; a merged vault has none, and joins again. Empty until it is made.
/// Errors: vault_damaged.
[[nodiscard]] Result<sealed::Secret> find_hub_key(Core& core);
/// In the caller's transaction.
[[nodiscard]] Status keep_hub_key(Core& core, const sealed::Secret& key);

/// A session's file under the inbox key of today or of the epoch it was begun in.
[[nodiscard]] Result<sealed::OpenedSession> open_session(const Core& core, const std::string& path,
                                                         const sealed::Secret& key);

} // namespace rapport::vault
