#pragma once

#include "storage/vault/core.h"
#include "storage/vault/salvage_scan.h"

/// Steps of a salvage, in the order they run. `core` is the new vault, open, with its schema and nothing else in it, in
/// one transaction, and its foreign keys are not enforced before the last step.
namespace rapport::vault {

struct Old {
    DamagedFile responses;
    DamagedFile identity;
};

/// Every row of every table that can be read goes over as it is, save the audit and what a vault says of itself.
[[nodiscard]] Status copy_rows(Core& core, Old& old, std::int64_t now_ms);
/// The audit, whole when it was read whole; otherwise a new one begins, and the old lines stand in `earlier_audit`.
/// Gives whether it is whole.
[[nodiscard]] Result<bool> copy_audit(Core& core, Old& old, std::int64_t now_ms);
/// Rows without what they belong to: people and definitions are put back as far as they can be, the rest goes.
[[nodiscard]] Status mend_references(Core& core);
/// Administrations that are not as they were written go. Gives how many.
[[nodiscard]] Result<std::int64_t> drop_forged(Core& core);
/// An audit line for every row that verification wants one for, and one for every line whose row is gone.
[[nodiscard]] Status settle_audit(Core& core);

} // namespace rapport::vault
