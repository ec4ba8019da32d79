#pragma once

#include <set>
#include <string>
#include <vector>

#include "storage/sealed/file.h"
#include "storage/vault/merge.h"

/// Sealed sessions of two copies, waiting, taken in and begun: ciphertext, copied as bytes.
namespace rapport::vault {

/// Every draft of a vault, locked while these live, so that nobody answers into one that is being copied.
/// Errors: session_busy when somebody is at a tablet.
[[nodiscard]] Result<std::vector<sealed::File>> hold_drafts(const std::string& place);

/// Into the new vault's folders, those of both; of the sessions in `gone` none. A file that is the beginning of the
/// other's is the same session, less far. `clashes` gets what was written in both copies: a session gone on with in
/// each. Errors: disk_full, database_error.
[[nodiscard]] Status merge_session_files(const std::string& first, const std::string& second, const std::string& into,
                                         const std::set<std::string>& gone, std::vector<MergeNote>& clashes);

} // namespace rapport::vault
