#pragma once

#include "storage/vault/survival.h"

namespace rapport::desk {

namespace fault {
inline constexpr Fault no_checker{"no_checker"}; ///< the program that looks at backups is not beside this one
}

/// Looks at a backup in another process, `<folder>/rapport vault check-backup FILE --keys-fd 3`, the keys over a pipe.
/// An empty folder is the one this program stands in. Errors of the check: backup_damaged, no_checker.
[[nodiscard]] vault::BackupCheck check_by_program(const std::string& folder = {});

} // namespace rapport::desk
