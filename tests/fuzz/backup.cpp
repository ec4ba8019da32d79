// A backup from anybody's disk. The input is a whole file but for the MAC at its end, which is made right for every
// second one, so that what stands behind it is reached.
#include <cstdint>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

#include "storage/vault/backup_file.h"
#include "storage/vault/mac_run.h"
#include "storage/vault/tables.h"
#include "tests/fuzz/within_a_second.h"

using namespace rapport::vault;

namespace {

const rapport::sealed::Secret& key()
{
    static const auto made = rapport::sealed::Secret::copy_of(std::string(32, 'k'));
    return made;
}

/// The same file in memory again and again, with other bytes in it.
const std::string& file_of(const std::string& bytes)
{
    static const std::string path = "/dev/shm/rapport-fuzz-" + std::to_string(::getpid());
    static const int number = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_EXCL, 0600);
    static const bool goes = std::atexit([] { ::unlink(path.c_str()); }) == 0;
    if (number < 0 || !goes || ::ftruncate(number, 0) != 0 ||
        ::pwrite(number, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        std::abort();
    return path;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const rapport::fuzz::WithinASecond limit;
    if (size == 0) return 0;
    std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const bool right = data[0] % 2 == 0;
    MacRun run(key());
    run.add(bytes);
    const auto mac = run.end();
    bytes.append(reinterpret_cast<const char*>(mac.data()), mac.size());
    if (!right) bytes.back() = static_cast<char>(bytes.back() ^ 1);
    auto backup = BackupFile::open(file_of(bytes));
    if (!backup) return 0;
    if (backup->check(key()).ok() != right) std::abort();
    (void)open_contents(backup->head(), key());
    return 0;
}
