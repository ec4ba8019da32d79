#pragma once

#include <cstdint>
#include <vector>

namespace rapport::vault::test {

/// One run of Argon2id in this program, as libsodium was asked for it.
struct KdfRun {
    std::uint64_t passes = 0;
    std::uint64_t memory_bytes = 0;
    std::uint64_t passphrase_bytes = 0;
    friend bool operator==(const KdfRun&, const KdfRun&) = default;
};

/// All there were so far; kdf_probe.cpp stands between this test program and libsodium.
[[nodiscard]] std::vector<KdfRun>& kdf_runs();

/// While this lives, what was derived once is not derived again: for tests that open one vault a thousand times.
class KdfMemory {
public:
    KdfMemory();
    ~KdfMemory();
    KdfMemory(const KdfMemory&) = delete;
    KdfMemory& operator=(const KdfMemory&) = delete;
};

} // namespace rapport::vault::test
