#pragma once

#include "storage/vault/backup_file.h"

namespace rapport::vault {

inline constexpr std::size_t most_part_name = 64;

/// responses.db, identity.db and then session files, each once: a backup can put nothing anywhere else.
[[nodiscard]] bool are_parts_of_a_vault(const std::vector<BackupHead::Part>& parts);

/// "0f3a…-20261123T101500123Z.rvb": whose it is, and when it was made.
[[nodiscard]] std::string backup_name(const sealed::Id& vault, std::int64_t made_ms);

struct NamedBackup {
    std::string name;
    std::int64_t made_ms = 0;
};
/// Backups of a folder by their names, oldest first; of that vault, or of any when none is given.
[[nodiscard]] std::vector<NamedBackup> backups_in(const std::string& folder, const sealed::Id* vault);

} // namespace rapport::vault
