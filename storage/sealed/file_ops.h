#pragma once

#include <cstddef>
#include <cstdint>

namespace rapport::sealed {

/// What a file is, apart from its name.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0; ///< bytes
    bool regular = false;
    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

/// Every call the session log makes on a disk, so that a test can make the n-th one fail.
/// Results as the kernel gives them: 0 or a count, or -errno. Nothing here retries; that is `File`'s work.
class FileOps {
public:
    virtual ~FileOps() = default;
    /// A descriptor, closed on exec. `flags` as in open(2).
    virtual int open(const char* path, int flags, unsigned mode) = 0;
    virtual void close(int descriptor) = 0;
    virtual std::int64_t read_at(int descriptor, void* bytes, std::size_t size, std::uint64_t offset) = 0;
    virtual std::int64_t write_at(int descriptor, const void* bytes, std::size_t size, std::uint64_t offset) = 0;
    virtual int sync_data(int descriptor) = 0;                    ///< fdatasync
    virtual int sync_all(int descriptor) = 0;                     ///< fsync, also of folders
    virtual int allocate(int descriptor, std::uint64_t size) = 0; ///< posix_fallocate from 0
    virtual int truncate(int descriptor, std::uint64_t size) = 0;
    virtual int lock(int descriptor) = 0; ///< exclusive flock; -EWOULDBLOCK, never waits
    virtual int identify(int descriptor, FileIdentity& out) = 0;
    virtual int identify_path(const char* path, FileIdentity& out) = 0; ///< of a link: the link itself
    virtual int rename(const char* from, const char* to) = 0;
    virtual int remove(const char* path) = 0;
    virtual int free_bytes(const char* folder, std::uint64_t& out) = 0; ///< for an ordinary user
};

/// The real disk. Lives as long as the program.
[[nodiscard]] FileOps& posix_files();

} // namespace rapport::sealed
