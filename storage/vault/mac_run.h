#pragma once

#include "storage/vault/crypto.h"

namespace rapport::vault {

/// The MAC of a run of bytes that is too long for memory: blocks of 64 KiB, each hashed under the key with the block's
/// number and the hash before it, and last of all the length.
class MacRun {
public:
    explicit MacRun(const sealed::Secret& key) : key_(key) {}
    void add(sealed::ByteView bytes);
    [[nodiscard]] crypto::Hash end();

private:
    void close_block();
    const sealed::Secret& key_;
    sealed::Bytes block_;
    crypto::Hash hash_{};
    std::uint64_t number_ = 0;
    std::uint64_t length_ = 0;
};

} // namespace rapport::vault
