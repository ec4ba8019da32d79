#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "app/cli/passphrase.h"
#include "storage/vault/vault.h"

namespace rapport::cli {

/// The vault a command works on, and who opens it.
struct VaultDoor {
    std::string folder;
    std::string user;
    PassphraseSource passphrase;

    /// Adds VAULT, --user and where the passphrase comes from.
    void add_to(CLI::App& command);
    [[nodiscard]] Result<vault::Vault> open() const;
};

/// Whether a text is a day of the calendar written like 2026-03-31.
[[nodiscard]] bool is_day(const std::string& text);

} // namespace rapport::cli
