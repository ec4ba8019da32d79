#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// An open vault out of its parts, for what has the keys without a passphrase: restoring, salvage, tests.
struct VaultOf {
    [[nodiscard]] static Vault parts(Core core)
    {
        return Vault(std::unique_ptr<Vault::State>(new Vault::State{std::move(core)}));
    }
    [[nodiscard]] static Core& core(Vault& vault) { return *vault.state_; }
};

} // namespace rapport::vault
