#pragma once

#include "storage/vault/survival.h"

namespace rapport::cli {

/// Runs this program once more to look at a backup: `rapport vault check-backup FILE --keys-fd 3`, the keys over a
/// pipe. What that process finds wrong it says on standard error itself. Errors: backup_damaged, cannot_start.
[[nodiscard]] vault::BackupCheck check_in_another_process();

/// The other end: reads the keys and looks. Gives the exit code.
[[nodiscard]] int check_backup_here(const std::string& file, int keys);

} // namespace rapport::cli
