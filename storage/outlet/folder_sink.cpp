#include "storage/outlet/folder_sink.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/outlet/outlet.h"
#include "storage/sealed/secret.h"
#include "storage/vault/faults.h"

namespace rapport::outlet {

namespace {

Error failed(int code, std::string what)
{
    if (code == EEXIST || code == ENOTEMPTY) return {fault::release_exists, std::move(what)};
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) return {vault::fault::disk_full, std::move(what)};
    if (code == EROFS || code == EACCES || code == EPERM) return {vault::fault::read_only_folder, std::move(what)};
    return {release::fault::cannot_write_release, std::move(what)};
}

/// The folder a path is in and its last part; a path that ends in slashes means the same without them.
std::pair<std::string, std::string> split(std::string path)
{
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return {".", path};
    return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

bool exists(int folder, const std::string& name)
{
    struct stat found {};
    return ::fstatat(folder, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0;
}

/// Renames within one folder and never replaces. A file system that cannot promise it is asked first instead.
int rename_fresh(int folder, const std::string& from, const std::string& to)
{
    if (::renameat2(folder, from.c_str(), folder, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    if (exists(folder, to)) return EEXIST;
    return ::renameat(folder, from.c_str(), folder, to.c_str()) == 0 ? 0 : errno;
}

} // namespace

struct FolderSink::Digest {
    crypto_hash_sha256_state state{};
};

Result<std::unique_ptr<FolderSink>> FolderSink::make(const std::string& out)
{
    std::unique_ptr<FolderSink> sink(new FolderSink);
    std::tie(sink->parent_, sink->name_) = split(out);
    if (sink->name_.empty() || sink->name_ == "." || sink->name_ == "..") return failed(EEXIST, "folder name");

    sink->parent_fd_ = ::open(sink->parent_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (sink->parent_fd_ < 0) return failed(errno, "parent folder");
    if (exists(sink->parent_fd_, sink->name_)) return failed(EEXIST, "folder");

    const std::string temporary = ".release-" + sealed::hex(sealed::random_id());
    if (::mkdirat(sink->parent_fd_, temporary.c_str(), 0700) != 0) return failed(errno, "private folder");
    sink->temporary_ = temporary;
    sink->folder_fd_ = ::openat(sink->parent_fd_, temporary.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (sink->folder_fd_ < 0) return failed(errno, "private folder");
    return sink;
}

FolderSink::~FolderSink()
{
    if (file_fd_ >= 0) ::close(file_fd_);
    if (!temporary_.empty()) {
        for (const std::string& file : files_)
            ::unlinkat(folder_fd_, file.c_str(), 0);
        ::unlinkat(parent_fd_, temporary_.c_str(), AT_REMOVEDIR);
    }
    if (folder_fd_ >= 0) ::close(folder_fd_);
    if (parent_fd_ >= 0) ::close(parent_fd_);
}

Status FolderSink::open(std::string_view name)
{
    const std::string file(name);
    file_fd_ = ::openat(folder_fd_, file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file_fd_ < 0) return failed(errno, "file");
    files_.push_back(file);
    digest_ = std::make_unique<Digest>();
    crypto_hash_sha256_init(&digest_->state);
    return {};
}

Status FolderSink::write(std::string_view bytes)
{
    crypto_hash_sha256_update(&digest_->state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_fd_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed(errno, "write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::string> FolderSink::close()
{
    if (::fsync(file_fd_) != 0) return failed(errno, "sync");
    const int closed = ::close(file_fd_);
    file_fd_ = -1;
    if (closed != 0) return failed(errno, "close");
    std::array<unsigned char, crypto_hash_sha256_BYTES> sum{};
    crypto_hash_sha256_final(&digest_->state, sum.data());
    return sealed::hex(sum);
}

std::string FolderSink::scratch() const
{
    return parent_ + "/" + temporary_;
}

Status FolderSink::deliver()
{
    if (::fsync(folder_fd_) != 0) return failed(errno, "sync folder");
    if (const int code = rename_fresh(parent_fd_, temporary_, name_); code != 0) return failed(code, "rename");
    temporary_.clear();
    // The files are whole under their name now; a parent that cannot be synced could only lose the name.
    ::fsync(parent_fd_);
    return {};
}

} // namespace rapport::outlet
