#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/sealed/file.h"
#include "storage/vault/sqlite.h"

namespace rapport::vault {

/// The lock every program takes before it touches a vault. It is a file of its own, never a database: closing any
/// descriptor of a database file would drop SQLite's own locks on it. Held until this goes.
class VaultLock {
public:
    /// Errors: vault_in_use, disk_full, read_only_folder.
    [[nodiscard]] static Result<VaultLock> take(const std::string& folder);

private:
    explicit VaultLock(sealed::File file) : file_(std::move(file)) {}
    sealed::File file_;
};

/// What PRAGMA cipher_version answered: at least 4.5, and an answer at all.
/// Errors: not_a_cipher (no answer, or none that reads as a version), cipher_too_old.
[[nodiscard]] Status check_cipher(const std::optional<std::string>& answer);

/// Raw keys of the two databases. Without the second, identity.db stays shut.
struct DatabaseKeys {
    const sealed::Secret& responses;
    const sealed::Secret& identity;
};

inline constexpr std::string_view responses_file = "responses.db";
inline constexpr std::string_view identity_file = "identity.db";

/// The only way a vault's databases are opened, in the only order: key, cipher check, settings, each read back.
/// responses.db is `main`, identity.db is `identity`. Whoever calls holds the lock, which the signature asks for.
[[nodiscard]] Result<Connection> open_databases(const VaultLock& lock, const std::string& folder,
                                                const DatabaseKeys& keys);

/// The name of a database that is made to take another's place in an epoch to come.
[[nodiscard]] std::string next_name(std::string_view file, std::uint32_t epoch);
/// Opens the two that were made for that epoch, as `open_databases` opens the vault's own.
[[nodiscard]] Result<Connection> open_next_databases(const VaultLock& lock, const std::string& folder,
                                                     std::uint32_t epoch, const DatabaseKeys& keys);
/// Copies both open databases into the two files made for that epoch, which are there and empty, under other keys.
[[nodiscard]] Status export_databases(Connection& from, const std::string& folder, std::uint32_t epoch,
                                      const DatabaseKeys& keys);

/// Attaches the two files of another folder, as they are, under names of their own: for a merge, which reads them. That
/// folder is the caller's, and no other connection has its files open.
[[nodiscard]] Status attach_databases(Connection& to, const std::string& folder, const DatabaseKeys& keys,
                                      const std::string& responses, const std::string& identity);

/// Errors: not_a_cipher when a closed database file begins as an unencrypted one does.
/// Never call this while SQLite has the file open.
[[nodiscard]] Status check_encrypted(const std::string& path);

} // namespace rapport::vault
