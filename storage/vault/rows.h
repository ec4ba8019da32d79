#pragma once

#include "storage/vault/archive.h"
#include "storage/vault/core.h"

/// Administrations and their scores as rows: written once, authenticated whenever they are read.
namespace rapport::vault {

/// Which columns of an administration are not in `Kept`.
struct RowPlace {
    int part = 0; ///< of the session's battery
    bool by_patient = true;
};

/// Inserts the row and its scores. Gives the row's MAC, which the audit keeps as its commitment.
/// `kept.administration.definition_hash` names a definition kept already. Errors: too_long.
[[nodiscard]] Result<crypto::Mac> insert_rows(Core& core, const Kept& kept, const RowPlace& place);

/// A row read back, its MAC with it.
struct Read {
    Kept kept;
    crypto::Mac mac{};
};

/// One person's administrations by time: every MAC is checked, and every score recomputed from the answers and the
/// pinned definition must equal the frozen one. Errors: vault_damaged (detail: the administration's id).
[[nodiscard]] Result<std::vector<Read>> read_rows(Core& core, const sealed::Id& person);
/// Those that stand: not corrected since.
[[nodiscard]] Result<std::vector<Read>> read_standing_rows(Core& core, const sealed::Id& person);
/// The same as a condition of SQL on `administration`, the person being ?1. A correction whose own original was lost
/// stands before the one that was taken in again for it, which has another id and is of the same occasion.
inline constexpr std::string_view not_superseded =
    "administration.id NOT IN (SELECT c.supersedes FROM main.administration c WHERE c.person = ?1 AND c.supersedes IS "
    "NOT NULL) AND NOT (administration.supersedes IS NULL AND EXISTS (SELECT 1 FROM main.administration c WHERE "
    "c.person = ?1 AND c.finished_ms = administration.finished_ms AND c.instrument = administration.instrument AND "
    "c.supersedes IS NOT NULL AND c.supersedes NOT IN (SELECT o.id FROM main.administration o WHERE o.person = ?1)))";
/// One of them alone. Errors: vault_damaged, also when there is none.
[[nodiscard]] Result<Read> read_one(Core& core, const sealed::Id& person, const sealed::Id& administration);
/// The one of that instrument before a moment, if there was any.
[[nodiscard]] Result<std::optional<Read>> read_previous(Core& core, const sealed::Id& person,
                                                        std::string_view instrument, std::int64_t before_ms);

/// Gives a correction another row to take the place of, with the MAC that goes with it; answers and scores stay. For a
/// merge, where two corrections of one row were made in two copies. Errors: vault_damaged (not as it was written).
[[nodiscard]] Status put_after(Core& core, const sealed::Id& person, const sealed::Id& administration,
                               const sealed::Id& before);

} // namespace rapport::vault
