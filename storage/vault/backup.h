#pragma once

#include "storage/vault/backup_file.h"
#include "storage/vault/core.h"

namespace rapport::vault {

/// Writes what an open vault holds as one backup file, not checked yet and under a name of no meaning.
/// `work` is a folder of the caller's own on the disk the backup is for.
struct BackupWritten {
    std::string path;
    BackupHead head;
    std::uint64_t bytes = 0;
};
[[nodiscard]] Result<BackupWritten> write_backup_of(Core& core, const std::string& work);

/// The databases alone, before a schema they have is brought up to date, into `DIR/before-schema-N.rvb`; checked in
/// this process. One that is there already and is whole stays.
[[nodiscard]] Status back_up_before(Core& core, int schema);

} // namespace rapport::vault
