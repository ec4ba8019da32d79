#include "storage/sealed/file.h"

#include <cerrno>
#include <string_view>
#include <utility>

#include <fcntl.h>

#include "storage/sealed/faults.h"

namespace rapport::sealed {

namespace {

constexpr unsigned owner_only = 0600;

/// Calls again for as long as a signal got in the way.
template <class Call>
auto patiently(Call call)
{
    auto result = call();
    while (result == -EINTR)
        result = call();
    return result;
}

Error named(Fault fault, std::string_view step, int number)
{
    return {fault, std::string(step) + ", errno " + std::to_string(number)};
}

Error write_error(std::string_view step, int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: // a size limit on files is a disk with no room for us
        return named(fault::disk_full, step, number);
    case EROFS:
    case EACCES:
    case EPERM:
        return named(fault::read_only_folder, step, number);
    case ENOENT:
    case ENOTDIR:
        return named(fault::missing_file, step, number);
    default:
        return named(fault::cannot_write, step, number);
    }
}

Error read_error(std::string_view step, int number)
{
    const bool missing = number == ENOENT || number == ENOTDIR;
    return named(missing ? fault::missing_file : fault::cannot_read, step, number);
}

Status written(std::string_view step, int result)
{
    if (result < 0) return write_error(step, -result);
    return {};
}

} // namespace

File::File(File&& other) noexcept : files_(other.files_), descriptor_(std::exchange(other.descriptor_, -1)) {}

File& File::operator=(File&& other) noexcept
{
    if (this != &other) {
        if (descriptor_ >= 0) files_->close(descriptor_);
        files_ = other.files_;
        descriptor_ = std::exchange(other.descriptor_, -1);
    }
    return *this;
}

File::~File()
{
    if (descriptor_ >= 0) files_->close(descriptor_);
}

Result<File> File::open(FileOps& files, const std::string& path, int flags, bool writing)
{
    // No link is followed, and a pipe put in the place of a session cannot hold the program up.
    const int all = flags | O_NOFOLLOW | O_NONBLOCK;
    const int opened = patiently([&] { return files.open(path.c_str(), all, owner_only); });
    if (opened < 0) return writing ? write_error("open", -opened) : read_error("open", -opened);
    return File(files, opened);
}

Result<File> File::open_to_read(FileOps& files, const std::string& path)
{
    return open(files, path, O_RDONLY, false);
}

Result<File> File::open_to_write(FileOps& files, const std::string& path)
{
    return open(files, path, O_RDWR, true);
}

Result<File> File::make(FileOps& files, const std::string& path)
{
    return open(files, path, O_RDWR | O_CREAT, true);
}

Status File::lock(const std::string& path)
{
    const int locked = patiently([&] { return files_->lock(descriptor_); });
    if (locked == -EWOULDBLOCK) return fault::session_busy;
    if (locked < 0) return write_error("lock", -locked);

    const auto mine = identity();
    if (!mine) return mine.error();
    FileIdentity named_now;
    const int found = patiently([&] { return files_->identify_path(path.c_str(), named_now); });
    if (found == -ENOENT) return Error{fault::session_busy, "moved away"};
    if (found < 0) return read_error("lock", -found);
    if (named_now.device != mine->device || named_now.inode != mine->inode)
        return Error{fault::session_busy, "another file took the name"};
    return {};
}

Result<FileIdentity> File::identity() const
{
    FileIdentity found;
    const int result = patiently([&] { return files_->identify(descriptor_, found); });
    if (result < 0) return read_error("identify", -result);
    return found;
}

Result<Bytes> File::read_all(std::uint64_t most) const
{
    const auto what = identity();
    if (!what) return what.error();
    if (!what->regular) return Error{fault::damaged_session, "not a file"};
    if (what->size > most) return Error{fault::damaged_session, "too long"};

    Bytes bytes(static_cast<std::size_t>(what->size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const std::int64_t count =
            patiently([&] { return files_->read_at(descriptor_, bytes.data() + have, bytes.size() - have, have); });
        if (count < 0) return read_error("read", static_cast<int>(-count));
        if (count == 0) return Error{fault::cannot_read, "shorter than it said"};
        have += static_cast<std::size_t>(count);
    }
    return bytes;
}

Status File::write_all(std::span<const unsigned char> bytes, std::uint64_t offset) const
{
    while (!bytes.empty()) {
        const std::int64_t count =
            patiently([&] { return files_->write_at(descriptor_, bytes.data(), bytes.size(), offset); });
        if (count < 0) return write_error("write", static_cast<int>(-count));
        if (count == 0) return Error{fault::cannot_write, "write took nothing"};
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

Status File::sync_data() const
{
    return written("fdatasync", patiently([&] { return files_->sync_data(descriptor_); }));
}

Status File::sync_all() const
{
    return written("fsync", patiently([&] { return files_->sync_all(descriptor_); }));
}

Status File::allocate(std::uint64_t size) const
{
    return written("allocate", patiently([&] { return files_->allocate(descriptor_, size); }));
}

Status File::truncate(std::uint64_t size) const
{
    return written("truncate", patiently([&] { return files_->truncate(descriptor_, size); }));
}

Result<bool> exists(FileOps& files, const std::string& path)
{
    FileIdentity found;
    const int result = patiently([&] { return files.identify_path(path.c_str(), found); });
    if (result == -ENOENT) return false;
    if (result < 0) return read_error("look", -result);
    return true;
}

Status sync_folder(FileOps& files, const std::string& folder)
{
    const int opened = patiently([&] { return files.open(folder.c_str(), O_RDONLY | O_DIRECTORY, 0); });
    if (opened < 0) return write_error("open folder", -opened);
    const int synced = patiently([&] { return files.sync_all(opened); });
    files.close(opened);
    return written("fsync folder", synced);
}

Status move_file(FileOps& files, const std::string& from, const std::string& to)
{
    return written("rename", patiently([&] { return files.rename(from.c_str(), to.c_str()); }));
}

Status remove_file(FileOps& files, const std::string& path)
{
    return written("remove", patiently([&] { return files.remove(path.c_str()); }));
}

Status check_free_space(FileOps& files, const std::string& folder, std::uint64_t least)
{
    std::uint64_t free = 0;
    const int result = patiently([&] { return files.free_bytes(folder.c_str(), free); });
    if (result < 0) return write_error("free space", -result);
    if (free < least) return Error{fault::disk_full, std::to_string(free) + " bytes free"};
    return {};
}

} // namespace rapport::sealed
