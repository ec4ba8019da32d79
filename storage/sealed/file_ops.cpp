#include "storage/sealed/file_ops.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace rapport::sealed {

namespace {

int told(int result)
{
    return result < 0 ? -errno : result;
}

FileIdentity identity_of(const struct stat& from)
{
    return {static_cast<std::uint64_t>(from.st_dev), static_cast<std::uint64_t>(from.st_ino),
            static_cast<std::uint64_t>(from.st_size), S_ISREG(from.st_mode)};
}

class PosixFiles final : public FileOps {
public:
    int open(const char* path, int flags, unsigned mode) override
    {
        return told(::open(path, flags | O_CLOEXEC, static_cast<mode_t>(mode)));
    }

    void close(int descriptor) override { ::close(descriptor); }

    std::int64_t read_at(int descriptor, void* bytes, std::size_t size, std::uint64_t offset) override
    {
        const ssize_t count = ::pread(descriptor, bytes, size, static_cast<off_t>(offset));
        return count < 0 ? -errno : count;
    }

    std::int64_t write_at(int descriptor, const void* bytes, std::size_t size, std::uint64_t offset) override
    {
        const ssize_t count = ::pwrite(descriptor, bytes, size, static_cast<off_t>(offset));
        return count < 0 ? -errno : count;
    }

    int sync_data(int descriptor) override { return told(::fdatasync(descriptor)); }
    int sync_all(int descriptor) override { return told(::fsync(descriptor)); }

    int allocate(int descriptor, std::uint64_t size) override
    {
        return -::posix_fallocate(descriptor, 0, static_cast<off_t>(size)); // gives the number itself, not errno
    }

    int truncate(int descriptor, std::uint64_t size) override
    {
        return told(::ftruncate(descriptor, static_cast<off_t>(size)));
    }

    int lock(int descriptor) override { return told(::flock(descriptor, LOCK_EX | LOCK_NB)); }

    int identify(int descriptor, FileIdentity& out) override
    {
        struct stat found {};
        if (::fstat(descriptor, &found) != 0) return -errno;
        out = identity_of(found);
        return 0;
    }

    int identify_path(const char* path, FileIdentity& out) override
    {
        struct stat found {};
        if (::lstat(path, &found) != 0) return -errno;
        out = identity_of(found);
        return 0;
    }

    int rename(const char* from, const char* to) override { return told(::rename(from, to)); }
    int remove(const char* path) override { return told(::unlink(path)); }

    int free_bytes(const char* folder, std::uint64_t& out) override
    {
        struct statvfs found {};
        if (::statvfs(folder, &found) != 0) return -errno;
        out = static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize;
        return 0;
    }
};

} // namespace

FileOps& posix_files()
{
    static PosixFiles files;
    return files;
}

} // namespace rapport::sealed
