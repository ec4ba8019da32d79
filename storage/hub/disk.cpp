#include "storage/hub/disk.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>

#include <dirent.h>
#include <sys/stat.h>

#include "storage/hub/faults.h"
#include "storage/sealed/faults.h"

namespace rapport::hub {

Result<std::optional<sealed::Bytes>> read_file(FileOps& files, const std::string& path, std::uint64_t most)
{
    const auto file = sealed::File::open_to_read(files, path);
    if (!file && file.error().fault == sealed::fault::missing_file) return std::optional<sealed::Bytes>();
    if (!file) return file.error();
    auto bytes = file->read_all(most);
    if (!bytes && bytes.error().fault == sealed::fault::damaged_session) return Error{fault::hub_damaged, "length"};
    if (!bytes) return bytes.error();
    return std::optional(std::move(*bytes));
}

Status replace_file(FileOps& files, const std::string& folder, std::string_view name, sealed::ByteView bytes)
{
    const std::string path = folder + "/" + std::string(name);
    const std::string beside = path + ".new";
    const auto written = [&]() -> Status {
        const auto file = sealed::File::make(files, beside);
        if (!file) return file.error();
        if (const Status done = file->truncate(0); !done) return done;
        if (const Status done =
                file->write_all({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}, 0);
            !done)
            return done;
        return file->sync_all();
    }();
    if (!written) {
        static_cast<void>(sealed::remove_file(files, beside));
        return written;
    }
    if (const Status moved = sealed::move_file(files, beside, path); !moved) return moved;
    return sealed::sync_folder(files, folder);
}

Status make_folder(const std::string& path)
{
    constexpr mode_t owner_only = 0700;
    if (::mkdir(path.c_str(), owner_only) == 0 || errno == EEXIST) return {};
    if (errno == ENOSPC || errno == EDQUOT) return sealed::fault::disk_full;
    return sealed::fault::read_only_folder;
}

Result<std::vector<std::string>> names_in(const std::string& folder, std::string_view ending)
{
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), &::closedir);
    if (listing == nullptr)
        return errno == ENOENT ? Result(names) : Result<std::vector<std::string>>(sealed::fault::cannot_read);
    errno = 0;
    while (const dirent* entry = ::readdir(listing.get()))
        if (std::string_view(entry->d_name).ends_with(ending)) names.emplace_back(entry->d_name);
    if (errno != 0) return sealed::fault::cannot_read;
    std::ranges::sort(names);
    return names;
}

} // namespace rapport::hub
