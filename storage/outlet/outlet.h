#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/release/release.h"
#include "storage/vault/released.h"
#include "storage/vault/vault.h"

namespace rapport::outlet {

/// A release measured but not yet written: what the release screen shows, from the very rows that would leave.
struct Prepared {
    release::Policy policy;
    std::vector<const instruments::Definition*> definitions;
    release::Deidentified data;
    std::shared_ptr<const release::Roll> everybody; ///< that it was measured of
    release::Table table;
    std::map<std::string, int> administrations; ///< per instrument, of all
    std::vector<vault::ReleasedRow> fed;        ///< who fed each number of the table, for the ledger
};
/// A refusal leaves its audit line. Errors: those of vault and release, score_differs.
[[nodiscard]] Result<Prepared> prepare(vault::Vault& vault, const release::Policy& policy);

struct Done {
    release::Written written;
    std::int64_t ledger_number = 0;
    std::string folder;
};
/// Writes into a new private folder (0700, files 0600) beside `out`, then renames it to `out`; on any failure nothing
/// is left. Errors: cancelled, release_exists, changed_since when somebody of it withdrew or was erased,
///  cannot_write_release, disk_full, read_only_folder.
[[nodiscard]] Result<Done> write(vault::Vault& vault, const Prepared& prepared, const std::string& out,
                                 const release::Progress& progress = {});

namespace fault {
inline constexpr Fault release_exists{"release_exists"};
inline constexpr Fault score_differs{
    "score_differs"}; ///< a score worked out again is not the frozen one; detail names the instrument
} // namespace fault

} // namespace rapport::outlet
