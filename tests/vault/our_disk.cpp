#include "tests/vault/our_disk.h"

#include <cstdint>

#include <dirent.h>
#include <sys/stat.h>

#include "storage/sealed/file_ops.h"

namespace rapport::sealed {

// What the linker calls the real one, and what everybody else calls instead.
FileOps& real_posix_files() asm("__real__ZN7rapport6sealed11posix_filesEv");
FileOps& wrapped_posix_files() asm("__wrap__ZN7rapport6sealed11posix_filesEv");

} // namespace rapport::sealed

namespace rapport::vault::test {

namespace {

class Between final : public sealed::FileOps {
public:
    int open(const char* path, int flags, unsigned mode) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.open(path, flags, mode);
    }
    void close(int descriptor) override { disk_.close(descriptor); }
    std::int64_t read_at(int descriptor, void* bytes, std::size_t size, std::uint64_t offset) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.read_at(descriptor, bytes, size, offset);
    }
    std::int64_t write_at(int descriptor, const void* bytes, std::size_t size, std::uint64_t offset) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.write_at(descriptor, bytes, size, offset);
    }
    int sync_data(int descriptor) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.sync_data(descriptor);
    }
    int sync_all(int descriptor) override { return OurDisk::instance().due() ? refusal() : disk_.sync_all(descriptor); }
    int allocate(int descriptor, std::uint64_t size) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.allocate(descriptor, size);
    }
    int truncate(int descriptor, std::uint64_t size) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.truncate(descriptor, size);
    }
    int lock(int descriptor) override { return OurDisk::instance().due() ? refusal() : disk_.lock(descriptor); }
    int identify(int descriptor, sealed::FileIdentity& out) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.identify(descriptor, out);
    }
    int identify_path(const char* path, sealed::FileIdentity& out) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.identify_path(path, out);
    }
    int rename(const char* from, const char* to) override { return disk_.rename(from, to); } // counted below
    int remove(const char* path) override { return OurDisk::instance().due() ? refusal() : disk_.remove(path); }
    int free_bytes(const char* folder, std::uint64_t& out) override
    {
        return OurDisk::instance().due() ? refusal() : disk_.free_bytes(folder, out);
    }

private:
    static int refusal() { return -OurDisk::instance().number(); }
    sealed::FileOps& disk_ = sealed::real_posix_files();
};

bool refused()
{
    if (!OurDisk::instance().due()) return false;
    errno = OurDisk::instance().number();
    return true;
}

} // namespace

OurDisk& OurDisk::instance()
{
    static OurDisk one;
    return one;
}

void OurDisk::fail(int at, bool for_ever, int number)
{
    *this = {};
    counting_ = true;
    at_ = at;
    for_ever_ = for_ever;
    number_ = number;
}

bool OurDisk::stop()
{
    counting_ = false;
    return at_ != 0 && calls_ >= at_;
}

bool OurDisk::due()
{
    if (!counting_) return false;
    ++calls_;
    return at_ != 0 && (for_ever_ ? calls_ >= at_ : calls_ == at_);
}

} // namespace rapport::vault::test

namespace rapport::sealed {

FileOps& wrapped_posix_files()
{
    static vault::test::Between between;
    return between;
}

} // namespace rapport::sealed

extern "C" {

int __real_mkdir(const char* path, mode_t mode);
int __wrap_mkdir(const char* path, mode_t mode)
{
    return rapport::vault::test::refused() ? -1 : __real_mkdir(path, mode);
}

char* __real_mkdtemp(char* path);
char* __wrap_mkdtemp(char* path)
{
    return rapport::vault::test::refused() ? nullptr : __real_mkdtemp(path);
}

int __real_rename(const char* from, const char* to);
int __wrap_rename(const char* from, const char* to)
{
    return rapport::vault::test::refused() ? -1 : __real_rename(from, to);
}

DIR* __real_opendir(const char* path);
DIR* __wrap_opendir(const char* path)
{
    return rapport::vault::test::refused() ? nullptr : __real_opendir(path);
}

char* __real_realpath(const char* path, char* into);
char* __wrap_realpath(const char* path, char* into)
{
    return rapport::vault::test::refused() ? nullptr : __real_realpath(path, into);
}
}
