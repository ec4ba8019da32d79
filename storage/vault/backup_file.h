#pragma once

#include <memory>
#include <vector>

#include "storage/vault/crypto.h"
#include "storage/vault/header.h"
#include "storage/vault/keys.h"
#include "storage/vault/tables.h"

/// A backup as a file; FORMAT.md draws the bytes. Its name says when it was made, its head what it is.
namespace rapport::vault {

inline constexpr std::string_view backup_ending = ".rvb";

/// What a backup says about itself without a key. Nothing of it is believed before `check`.
struct BackupHead {
    sealed::Id vault{};
    std::uint32_t epoch = 0;
    std::int64_t made_ms = 0;
    std::string anchor;
    sealed::Bytes header;   ///< header.rvh as it was
    sealed::Bytes contents; ///< `Contents`, sealed
    struct Part {
        std::string name; ///< "responses.db", "inbox/<session>.rvs"
        std::uint64_t size = 0;
    };
    std::vector<Part> parts;
};

/// From the key of row MACs, so that whoever can open the vault's answers can check its backups.
[[nodiscard]] sealed::Secret backup_key(const RoleKeys& keys);

[[nodiscard]] sealed::Bytes seal_contents(const Contents& contents, const sealed::Secret& key, const BackupHead& head);
/// Errors: backup_damaged.
[[nodiscard]] Result<Contents> open_contents(const BackupHead& head, const sealed::Secret& key);

/// Writes a backup of files that nobody writes to: `parts[i]` is read from `sources[i]`. Synced when it returns.
/// Gives its size. Errors: disk_full, read_only_folder, cannot_write, cannot_read.
[[nodiscard]] Result<std::uint64_t> write_backup(const std::string& path, const BackupHead& head,
                                                 const std::vector<std::string>& sources, const sealed::Secret& key);

/// A backup opened for reading.
class BackupFile {
public:
    /// Errors: no_backup, backup_damaged, vault_newer.
    [[nodiscard]] static Result<BackupFile> open(const std::string& path);
    [[nodiscard]] const BackupHead& head() const { return head_; }

    /// Every byte against the MAC. Errors: backup_damaged.
    [[nodiscard]] Status check(const sealed::Secret& key);
    /// Writes the parts and header.rvh below a folder whose subfolders are there, and checks the bytes once more as
    /// they pass. Errors: backup_damaged, disk_full, read_only_folder.
    [[nodiscard]] Status lay_out(const std::string& folder, const sealed::Secret& key);

    BackupFile(BackupFile&&) noexcept;
    BackupFile& operator=(BackupFile&&) noexcept;
    ~BackupFile();

private:
    struct Source;
    BackupFile(std::unique_ptr<Source> source, BackupHead head, std::uint64_t data, std::uint64_t size);
    std::unique_ptr<Source> source_;
    BackupHead head_;
    std::uint64_t data_; ///< where the parts begin
    std::uint64_t size_; ///< of the whole file
};

} // namespace rapport::vault
