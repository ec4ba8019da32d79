#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/release/roll.h"
#include "storage/vault/vault.h"

namespace rapport::outlet {

/// What a vault holds for a release, without the answers, and with the project's codes.
struct VaultRecords {
    release::Gathered all;                      ///< everybody, and their answers packed
    std::map<std::string, int> administrations; ///< per instrument, of all
    std::map<std::string, int> other_versions;  ///< per instrument: answered in a version the library no longer has
};

/// Every administration is scored again and must come to what was frozen when it came in.
/// Errors: the vault's, score_differs.
[[nodiscard]] Result<VaultRecords> gather_records(vault::Vault& vault, const std::string& project);

/// Whether the answers of all these people may still be released: somebody may have withdrawn or been erased meanwhile.
/// Errors: changed_since.
[[nodiscard]] Status still_to_be_released(vault::Vault& vault, const release::Roll& roll);

} // namespace rapport::outlet
