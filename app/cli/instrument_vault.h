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
/// Days since 1970-01-01 of such a text, and back.
[[nodiscard]] std::int32_t day_number(const std::string& text);
[[nodiscard]] std::string day_text(std::int32_t day);
/// The civil day of a moment by this machine's time zone.
[[nodiscard]] std::int32_t local_day(std::int64_t utc_ms);

} // namespace rapport::cli
