#include "storage/vault/byte_source.h"

#include <cerrno>

#include <fcntl.h>

#include "storage/sealed/faults.h"

namespace rapport::vault {

Result<ByteSource> ByteSource::open(const std::string& path, Fault missing)
{
    const int descriptor = sealed::posix_files().open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
    if (descriptor == -ENOENT || descriptor == -ENOTDIR) return missing;
    if (descriptor < 0) return Error{sealed::fault::cannot_read, "errno " + std::to_string(-descriptor)};
    ByteSource source(descriptor, 0);
    sealed::FileIdentity found;
    if (sealed::posix_files().identify(descriptor, found) != 0) return Error{sealed::fault::cannot_read, "fstat"};
    if (!found.regular) return missing;
    source.size_ = found.size;
    return source;
}

Result<sealed::Bytes> ByteSource::read(std::uint64_t offset, std::size_t size) const
{
    sealed::Bytes bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const std::int64_t got =
            sealed::posix_files().read_at(descriptor_, bytes.data() + done, size - done, offset + done);
        if (got == -EINTR) continue;
        if (got <= 0) return Error{sealed::fault::cannot_read, "errno " + std::to_string(-got)};
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

ByteSource::ByteSource(ByteSource&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_)
{
}

ByteSource& ByteSource::operator=(ByteSource&& other) noexcept
{
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_, other.size_);
    return *this;
}

ByteSource::~ByteSource()
{
    if (descriptor_ >= 0) sealed::posix_files().close(descriptor_);
}

} // namespace rapport::vault
