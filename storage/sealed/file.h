#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "storage/sealed/file_ops.h"
#include "storage/sealed/secret.h"

namespace rapport::sealed {

/// One open file, closed when it goes. Interrupted calls are made again, short reads and writes are carried on.
/// Errors of writing  disk_full, read_only_folder, missing_file, cannot_write. Of reading  missing_file, cannot_read.
/// No error names a path: session names stay out of messages.
class File {
public:
    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File();

    [[nodiscard]] static Result<File> open_to_read(FileOps& files, const std::string& path);
    [[nodiscard]] static Result<File> open_to_write(FileOps& files, const std::string& path);
    /// Opens or makes it, mode 0600. Contents are left alone.
    [[nodiscard]] static Result<File> make(FileOps& files, const std::string& path);

    /// Takes the exclusive lock or says session_busy at once. Also session_busy when the name has come to mean
    /// another file since it was opened: then somebody else held the lock in between.
    [[nodiscard]] Status lock(const std::string& path);
    [[nodiscard]] Result<FileIdentity> identity() const;
    /// All bytes; more than `most`, or anything but a regular file, is damaged_session.
    [[nodiscard]] Result<Bytes> read_all(std::uint64_t most) const;

    [[nodiscard]] Status write_all(std::span<const unsigned char> bytes, std::uint64_t offset) const;
    [[nodiscard]] Status sync_data() const;
    [[nodiscard]] Status sync_all() const;
    [[nodiscard]] Status allocate(std::uint64_t size) const;
    [[nodiscard]] Status truncate(std::uint64_t size) const;

private:
    File(FileOps& files, int descriptor) : files_(&files), descriptor_(descriptor) {}
    [[nodiscard]] static Result<File> open(FileOps& files, const std::string& path, int flags, bool writing);

    FileOps* files_;
    int descriptor_;
};

/// Is there anything of that name? An error when that cannot be found out.
[[nodiscard]] Result<bool> exists(FileOps& files, const std::string& path);
/// Makes the names in a folder last through a power cut.
[[nodiscard]] Status sync_folder(FileOps& files, const std::string& folder);
[[nodiscard]] Status move_file(FileOps& files, const std::string& from, const std::string& to);
[[nodiscard]] Status remove_file(FileOps& files, const std::string& path);
/// disk_full when fewer than `least` bytes are free to an ordinary user.
[[nodiscard]] Status check_free_space(FileOps& files, const std::string& folder, std::uint64_t least);

} // namespace rapport::sealed
