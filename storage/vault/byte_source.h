#pragma once

#include <string>

#include "storage/sealed/file_ops.h"
#include "storage/sealed/secret.h"

namespace rapport::vault {

/// A plain file read from front to back or at a place, in pieces. Never for a database that SQLite has open.
class ByteSource {
public:
    /// Errors: missing (the fault given), cannot_read.
    [[nodiscard]] static Result<ByteSource> open(const std::string& path, Fault missing);
    /// Exactly `size` bytes from `offset` on. Errors: cannot_read.
    [[nodiscard]] Result<sealed::Bytes> read(std::uint64_t offset, std::size_t size) const;
    [[nodiscard]] std::uint64_t size() const { return size_; }

    ByteSource(ByteSource&& other) noexcept;
    ByteSource& operator=(ByteSource&& other) noexcept;
    ~ByteSource();

private:
    ByteSource(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
    int descriptor_;
    std::uint64_t size_;
};

} // namespace rapport::vault
