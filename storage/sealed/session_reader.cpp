#include "storage/sealed/session_log.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <dirent.h>
#include <sys/stat.h>

#include "storage/sealed/file.h"
#include "storage/sealed/image.h"

namespace rapport::sealed {

namespace {

constexpr std::string_view ending = ".rvs";

bool is_session_name(std::string_view name)
{
    if (!name.ends_with(ending)) return false;
    const std::string_view digits = name.substr(0, name.size() - ending.size());
    return digits.size() == 2 * std::tuple_size_v<Id> &&
           digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<Secret> key_of(ByteView bytes, const InboxKeys& inbox, const Secret* expected)
{
    if (inbox.private_key.empty()) {
        if (expected == nullptr) return Error{fault::wrong_key, "no key given"};
        return expected->copy();
    }
    const auto session = frames::read_header(bytes);
    if (!session) return session.error();
    if (bytes.size() < frames::offset_of(1)) return Error{fault::damaged_session, "no first frame"};
    auto key = frames::open_key_frame(bytes.substr(frames::header_size, frames::frame_size), *session, inbox.public_key,
                                      inbox.private_key);
    if (!key || expected == nullptr) return key;
    if (expected->size() != key->size() || sodium_memcmp(expected->data(), key->data(), key->size()) != 0)
        return Error{fault::wrong_key, "not the key the vault gave"};
    return key;
}

/// A draft keeps its whole room; a finished file has been trimmed, unless a crash came just before that.
bool size_fits(const Image& image, std::size_t size)
{
    if (size == frames::capacity) return true;
    return image.finished && size == frames::round_up_to_page(image.end);
}

} // namespace

Result<OpenedSession> open_session_file(const std::string& path, const InboxKeys& inbox, const Secret* expected_key,
                                        FileOps& files)
{
    if (sodium_init() < 0) return fault::no_sodium;
    const auto file = File::open_to_read(files, path);
    if (!file) return file.error();
    const auto bytes = file->read_all(frames::capacity);
    if (!bytes) return bytes.error();
    const auto key = key_of(*bytes, inbox, expected_key);
    if (!key) return key.error();
    auto image = read_image(*bytes, *key);
    if (!image) return image.error();
    if (!size_fits(*image, bytes->size())) return Error{fault::damaged_session, "cut short"};
    return OpenedSession{image->next.session, std::move(image->acts), image->finished};
}

Result<std::vector<std::string>> session_files(const std::string& folder)
{
    const std::unique_ptr<char, decltype(&std::free)> absolute(::realpath(folder.c_str(), nullptr), &std::free);
    if (absolute == nullptr)
        return Error{errno == ENOENT || errno == ENOTDIR ? fault::missing_file : fault::cannot_read, "folder"};
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(absolute.get()), &::closedir);
    if (listing == nullptr) return Error{errno == ENOTDIR ? fault::missing_file : fault::cannot_read, "folder"};

    std::vector<std::string> paths;
    errno = 0;
    while (const dirent* entry = ::readdir(listing.get())) {
        if (!is_session_name(entry->d_name)) continue;
        std::string path = std::string(absolute.get()) + "/" + entry->d_name;
        struct stat found {};
        if (::lstat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode)) paths.push_back(std::move(path));
        errno = 0;
    }
    if (errno != 0) return Error{fault::cannot_read, "folder"};
    std::ranges::sort(paths);
    return paths;
}

} // namespace rapport::sealed
