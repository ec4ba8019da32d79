#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "storage/sealed/secret.h"

/// Plain values of backup, restore and salvage, for whoever calls them.
namespace rapport::vault {

/// Looks at a backup just written, in another process, before it gets its name: `check_backup` with these keys, which
/// reach that process over a pipe.
using BackupCheck = std::function<Status(const std::string& file, const sealed::Secret& keys)>;

struct BackupMade {
    std::string file;
    std::string anchor; ///< of the audit as it stands in the backup
    std::uint64_t bytes = 0;
    std::vector<std::string> removed; ///< older ones that rotation took away
};

/// What one backup came to when it was brought back and checked.
struct BackupChecked {
    std::string anchor;
    std::int64_t made_ms = 0;
    std::int64_t audit_lines = 0;
    std::int64_t rows = 0; ///< of both databases
};

struct Restored {
    BackupChecked backup;
    std::string rolled_back_from; ///< the newest anchor known, when it is newer than the backup's
};

struct Salvaged {
    std::int64_t people = 0;
    std::int64_t identities = 0;
    std::int64_t administrations = 0;       ///< kept because their MACs verify
    std::int64_t refused = 0;               ///< readable, and not whole or not as they were written
    std::int64_t sessions_again = 0;        ///< taken in once more from the sealed originals
    std::vector<std::string> sessions_lost; ///< ids in hex, of sessions taken in before whose answers are not all there
    bool audit_whole = false;               ///< the chain went over as it was; otherwise a new one begins
};

} // namespace rapport::vault
