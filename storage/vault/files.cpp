#include "storage/vault/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sealed/faults.h"
#include "storage/vault/faults.h"

namespace rapport::vault {

namespace {

/// Sealed's words for a file become ours: here a file that is gone or too long is the vault's.
Error as_ours(const Error& error)
{
    if (error.fault == sealed::fault::missing_file) return {fault::vault_missing, error.detail};
    if (error.fault == sealed::fault::damaged_session) return {fault::vault_damaged, error.detail};
    return error;
}

std::span<const unsigned char> octets(sealed::ByteView bytes)
{
    return {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};
}

void remove_beginning(const std::string& folder, std::string_view beginning)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), &::closedir);
    if (listing == nullptr) return;
    std::vector<std::string> found;
    while (const dirent* entry = ::readdir(listing.get()))
        if (std::string_view(entry->d_name).starts_with(beginning)) found.push_back(folder + "/" + entry->d_name);
    std::ranges::for_each(found, [](const std::string& path) { ::unlink(path.c_str()); });
}

Error folder_error(int number)
{
    const std::string detail = "mkdir, errno " + std::to_string(number);
    if (number == ENOSPC || number == EDQUOT || number == EMLINK) return {fault::disk_full, detail};
    return {fault::read_only_folder, detail};
}

} // namespace

Result<sealed::Bytes> read_small(const std::string& path, std::size_t most)
{
    const auto file = sealed::File::open_to_read(sealed::posix_files(), path);
    if (!file) return as_ours(file.error());
    auto bytes = file->read_all(most);
    if (!bytes) return as_ours(bytes.error());
    return bytes;
}

Result<sealed::Bytes> read_start(const std::string& path, std::size_t size)
{
    constexpr std::size_t most = std::size_t{1} << 20; // a database just made is a few pages
    auto bytes = read_small(path, most);
    if (bytes && bytes->size() > size) bytes->resize(size);
    return bytes;
}

Status replace_file(const std::string& folder, std::string_view name, sealed::ByteView bytes)
{
    sealed::FileOps& disk = sealed::posix_files();
    const std::string path = folder + "/" + std::string(name);
    const std::string beside = path + ".new";
    const auto written = [&]() -> Status {
        const auto file = sealed::File::make(disk, beside);
        if (!file) return file.error();
        if (const Status done = file->truncate(0); !done) return done;
        if (const Status done = file->write_all(octets(bytes), 0); !done) return done;
        return file->sync_all();
    }();
    if (!written) {
        ::unlink(beside.c_str());
        return written;
    }
    if (const Status moved = sealed::move_file(disk, beside, path); !moved) return moved;
    return sealed::sync_folder(disk, folder);
}

Status move_between(const std::string& from_folder, const std::string& to_folder, std::string_view name)
{
    sealed::FileOps& disk = sealed::posix_files();
    const std::string file = "/" + std::string(name);
    if (const Status moved = sealed::move_file(disk, from_folder + file, to_folder + file); !moved) return moved;
    if (const Status synced = sealed::sync_folder(disk, to_folder); !synced) return synced;
    return sealed::sync_folder(disk, from_folder);
}

bool is_there(const std::string& path)
{
    struct stat found {};
    return ::lstat(path.c_str(), &found) == 0;
}

std::int64_t changed_ms(const std::string& path)
{
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) return 0;
    return std::int64_t{found.st_mtim.tv_sec} * 1000 + found.st_mtim.tv_nsec / 1'000'000;
}

Result<std::string> absolute(const std::string& folder)
{
    const std::unique_ptr<char, decltype(&std::free)> path(::realpath(folder.c_str(), nullptr), &std::free);
    if (path == nullptr) return Error{fault::vault_missing, "folder"};
    return std::string(path.get());
}

Status Scaffold::folder(const std::string& path)
{
    constexpr mode_t owner_only = 0700;
    if (::mkdir(path.c_str(), owner_only) == 0) {
        folders_.push_back(path);
        return {};
    }
    const int number = errno;
    struct stat found {};
    if (number == EEXIST && ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) return {};
    return folder_error(number);
}

Status Scaffold::file(const std::string& path)
{
    expect(path);
    const auto made = sealed::File::make(sealed::posix_files(), path);
    if (!made) return made.error();
    return {};
}

void Scaffold::expect_beginning(const std::string& folder, std::string_view beginning)
{
    beginnings_.push_back({folder, std::string(beginning)});
}

void Scaffold::keep()
{
    beginnings_.clear();
    files_.clear();
    folders_.clear();
}

Scaffold::~Scaffold()
{
    for (const Beginning& beginning : beginnings_)
        remove_beginning(beginning.folder, beginning.name);
    std::ranges::for_each(files_, [](const std::string& path) { ::unlink(path.c_str()); });
    std::for_each(folders_.rbegin(), folders_.rend(), [](const std::string& path) { ::rmdir(path.c_str()); });
}

} // namespace rapport::vault
