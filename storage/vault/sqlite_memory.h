#pragma once

#include <cstdint>

/// The memory SQLite works in: locked, kept out of core dumps, and wiped when SQLite gives it back.
///
/// SQLCipher's own way (PRAGMA cipher_memory_security) asks the kernel twice for each block, to lock it and to unlock
/// it again. That is three quarters of what making a clinic costs (tests/RELIABILITY.md), and unlocking is by whole
/// pages: the neighbours of what was freed are unlocked with it. Here memory is locked a stretch at a time and stays
/// so, up to 2 MiB below what the system lets this process lock (RLIMIT_MEMLOCK).
namespace rapport::vault {

enum class Blocks : std::uint8_t {
    pooled, ///< many in one locked stretch
    apart,  ///< each asked of malloc, so that a sanitizer sees it and a test can refuse it; wiped, not locked
};

/// Pooled, and apart under a sanitizer.
[[nodiscard]] Blocks usual_blocks();

/// To be called before anything of SQLite; what comes later changes nothing. Whether SQLite's memory is ours: it is not
/// where SQLite was used before, and then cipher_memory_security has to do.
[[nodiscard]] bool use_wiped_memory(Blocks blocks = usual_blocks());

/// SQLCipher unlocks the pages its keys lay in when it frees them. Cheap where nothing was unlocked.
void lock_sqlite_memory_again();

} // namespace rapport::vault
