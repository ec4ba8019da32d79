#include "storage/vault/work_folder.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <sys/stat.h>

#include "storage/sealed/file.h"
#include "storage/vault/faults.h"
#include "storage/vault/files.h"

namespace rapport::vault {

namespace {

Error error_of(int number, const char* what)
{
    const std::string detail = std::string(what) + ", errno " + std::to_string(number);
    if (number == ENOSPC || number == EDQUOT || number == EMLINK) return {fault::disk_full, detail};
    if (number == ENOENT || number == ENOTDIR) return {fault::vault_missing, detail};
    return {fault::read_only_folder, detail};
}

} // namespace

Result<WorkFolder> WorkFolder::make(const std::string& parent, std::string_view beginning)
{
    auto place = absolute(parent);
    if (!place) return place.error();
    std::string path = *place + "/" + std::string(beginning) + "XXXXXX";
    if (::mkdtemp(path.data()) == nullptr) return error_of(errno, "mkdtemp");
    return WorkFolder(std::move(path));
}

Status WorkFolder::add(std::string_view name) const
{
    constexpr mode_t owner_only = 0700;
    if (::mkdir((path_ + "/" + std::string(name)).c_str(), owner_only) != 0) return error_of(errno, "mkdir");
    return {};
}

Status WorkFolder::become(const std::string& path)
{
    sealed::FileOps& disk = sealed::posix_files();
    if (Status synced = sealed::sync_folder(disk, path_); !synced) return synced;
    if (::rename(path_.c_str(), path.c_str()) != 0) {
        if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR) return Error{fault::vault_exists, "folder"};
        return error_of(errno, "rename");
    }
    path_.clear();
    return sealed::sync_folder(disk, parent_of(path));
}

WorkFolder::~WorkFolder()
{
    std::error_code ignored; // what cannot be removed is ciphertext beside a message that says what failed
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::string parent_of(const std::string& path)
{
    std::string_view name = path;
    while (name.size() > 1 && name.back() == '/')
        name.remove_suffix(1);
    const std::size_t slash = name.rfind('/');
    if (slash == std::string_view::npos) return ".";
    return std::string(name.substr(0, slash == 0 ? 1 : slash));
}

} // namespace rapport::vault
