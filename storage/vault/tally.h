#pragma once

#include "storage/vault/crypto.h"
#include "storage/vault/sqlite.h"

/// A count of what stands in the tables, kept by triggers and named in every audit line.
///
/// The sum of a keyed hash of every row, modulo 2^256 (a keyed MSet-Add-Hash: Clarke, Devadas, van Dijk, Gassend and
/// Suh 2003, ASIACRYPT, LNCS 2894:188-207). A row that is gone, old, changed or there twice changes the sum. It finds
/// what SQLCipher's page MACs let through: one page, or one whole file, put back as it was before. The key lies in the
/// database: whoever has RK could make rows anyway, nobody else can read it, and a change of RK need not touch it.
namespace rapport::vault {

/// Tables the tally does not count, each because something else vouches for its rows.
inline constexpr std::array<std::string_view, 5> untallied = {
    "administration", // own MAC, compared with its audit line
    "score",          // in the administration's MAC
    "audit",          // the chain
    "audit_ratchet",  // its sequence is the chain's, its key is checked with the recovery key
    "tally",
};

/// Step of the schema: key, triggers for every table there is, and the sums of what stands in them.
[[nodiscard]] Status begin_tally(Connection& database);
/// Step of the schema, after one that made a table or changed the columns of one that is counted.
[[nodiscard]] Status renew_tally(Connection& database);
/// For every connection that writes: the functions the triggers call.
[[nodiscard]] Status load_tally(Connection& database);

/// Both sums under a key, for the audit line that is being written or was written last. `renew` takes identity.db's sum
/// over, where that file is attached. Errors: vault_damaged.
enum class Mirror : std::uint8_t { keep, renew };
[[nodiscard]] Result<sealed::Bytes> tally_state(Connection& database, const sealed::Secret& key, Mirror mirror);

/// Counts every row again. Errors: vault_damaged (detail: the file).
[[nodiscard]] Status check_tally(Connection& database);

} // namespace rapport::vault
