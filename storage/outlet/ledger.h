#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/release/ledger.h"
#include "storage/vault/released.h"
#include "storage/vault/vault.h"

namespace rapport::outlet {

/// The vault's ledger in the words of a release: people by the vault's key while they are there, by their token alone
/// when they were erased.
class Ledger {
public:
    /// Errors: the vault's.
    [[nodiscard]] static Result<Ledger> read(vault::Vault& vault);
    [[nodiscard]] const std::vector<release::LedgerRow>& earlier() const { return earlier_; }
    [[nodiscard]] std::vector<vault::ReleasedRow> as_tokens(const std::vector<release::LedgerRow>& rows) const;

private:
    std::map<std::string, std::string> token_of_;
    std::vector<release::LedgerRow> earlier_;
};

} // namespace rapport::outlet
