#pragma once

#include <string>
#include <vector>

#include "storage/outlet/gather_records.h"
#include "storage/outlet/ledger.h"
#include "storage/outlet/outlet.h"
#include "storage/release/release.h"
#include "storage/vault/vault.h"

/// Tables that leave by themselves. The rules, the ledger and the audit are those of `outlet.h`.
namespace rapport::outlet {

namespace fault {
inline constexpr Fault table_changed{"table_changed"}; ///< what would be written now is not what was shown
} // namespace fault

/// What tables are made of, read once for as many as somebody looks at.
struct TableSource {
    release::Policy policy;
    VaultRecords gathered;
    Ledger ledger;
};
/// Everybody who would be in a whole release of profile A, so that tables and files count the same people.
/// Errors: the vault's, score_differs, policy_refused for a policy of another profile.
[[nodiscard]] Result<TableSource> table_source(vault::Vault& vault, const release::Policy& policy);

/// A table as it would leave. Looking at it charges the ledger nothing.
struct PreparedTable {
    release::Policy policy;
    release::TableWish wish;
    const instruments::Definition* definition = nullptr;
    release::Table table;
    std::vector<vault::ReleasedRow> fed; ///< who fed each number of it, for the ledger
};
/// Errors: bad_table, nothing_to_release, bad_codes.
[[nodiscard]] Result<PreparedTable> prepare_table(const vault::Vault& vault, const TableSource& source,
                                                  const release::TableWish& wish);

/// Works it out once more and writes it into a new private folder, as `write` does a bundle. A refusal leaves its audit
/// line. Errors: table_changed when it is not what was shown any more, nothing_to_release when nothing in it may be
/// shown, and those of `write`.
[[nodiscard]] Result<Done> write_table(vault::Vault& vault, const PreparedTable& shown, const std::string& out);

} // namespace rapport::outlet
