#include "app/cli/score_output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sealed/faults.h"

namespace rapport::cli {

Result<WholeFile> WholeFile::begin(const std::string& path)
{
    WholeFile file;
    file.path_ = path;
    if (path == "-") {
        file.descriptor_ = STDOUT_FILENO;
        return file;
    }
    struct stat there {};
    if (::lstat(path.c_str(), &there) == 0) return Error{fault::output_exists, path};
    std::string name = path + ".unfinished-XXXXXX";
    file.descriptor_ = ::mkostemp(name.data(), O_CLOEXEC); // made with mode 0600
    if (file.descriptor_ < 0) return Error{sealed::fault::cannot_write, path};
    file.unfinished_ = name;
    return file;
}

Status WholeFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t wrote = ::write(descriptor_, bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return Error{sealed::fault::cannot_write, path_};
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return {};
}

Status WholeFile::finish()
{
    if (unfinished_.empty()) return {};
    const bool on_disk = ::fsync(descriptor_) == 0;
    const bool closed = ::close(std::exchange(descriptor_, -1)) == 0;
    if (!on_disk || !closed) return Error{sealed::fault::cannot_write, path_};
    // Never over a file that came meanwhile; where the file system cannot promise that, it was looked for at the start.
    if (::renameat2(AT_FDCWD, unfinished_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST) return Error{fault::output_exists, path_};
        if (errno != EINVAL && errno != ENOSYS) return Error{sealed::fault::cannot_write, path_};
        if (::rename(unfinished_.c_str(), path_.c_str()) != 0) return Error{sealed::fault::cannot_write, path_};
    }
    unfinished_.clear();
    return {};
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)),
      unfinished_(std::exchange(other.unfinished_, {}))
{
}

WholeFile::~WholeFile()
{
    if (descriptor_ >= 0 && descriptor_ != STDOUT_FILENO) ::close(descriptor_);
    if (!unfinished_.empty()) ::unlink(unfinished_.c_str());
}

Status write_new_file(const std::string& path, std::string_view text)
{
    auto file = WholeFile::begin(path);
    if (!file) return file.error();
    if (Status written = file->write(text); !written) return written;
    return file->finish();
}

} // namespace rapport::cli
