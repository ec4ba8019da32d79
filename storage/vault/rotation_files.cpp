#include "storage/vault/rotation_files.h"

#include <algorithm>
#include <array>
#include <memory>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sealed/file.h"
#include "storage/vault/files.h"
#include "storage/vault/open_database.h"

namespace rapport::vault {

namespace {

constexpr std::array databases = {responses_file, identity_file};

/// Names in the folder that some rotation made: "responses.db.7", and SQLite's journals beside them.
std::vector<std::string> leftovers(const std::string& place)
{
    std::vector<std::string> found;
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(place.c_str()), &::closedir);
    if (listing == nullptr) return found;
    while (const dirent* entry = ::readdir(listing.get())) {
        const std::string_view name = entry->d_name;
        for (const std::string_view database : databases) {
            if (!name.starts_with(database) || name.size() <= database.size() + 1) continue;
            const std::string_view rest = name.substr(database.size());
            if (rest[0] == '.' && rest[1] >= '0' && rest[1] <= '9') found.emplace_back(name);
        }
    }
    return found;
}

std::uint64_t size_of(const std::string& path)
{
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? static_cast<std::uint64_t>(found.st_size) : 0;
}

Status remove_all(const std::string& place, const std::vector<std::string>& names)
{
    for (const std::string& name : names)
        if (Status done = sealed::remove_file(sealed::posix_files(), place + "/" + name); !done) return done;
    return {};
}

} // namespace

Status lay_out_next(const std::string& place, std::uint32_t epoch)
{
    sealed::FileOps& disk = sealed::posix_files();
    if (Status done = remove_all(place, leftovers(place)); !done) return done;
    std::uint64_t needed = 16ULL << 20; // journals and the header
    for (const std::string_view name : databases)
        needed += 2 * size_of(place + "/" + std::string(name));
    if (Status room = sealed::check_free_space(disk, place, needed); !room) return room;
    for (const std::string_view name : databases) {
        const auto made = sealed::File::make(disk, place + "/" + next_name(name, epoch));
        if (!made) return made.error();
    }
    return sealed::sync_folder(disk, place);
}

Status settle_rotation(const std::string& place, std::uint32_t epoch, const Progressing& tell)
{
    sealed::FileOps& disk = sealed::posix_files();
    const auto say = [&](std::string_view step) {
        if (tell) tell(step);
    };
    std::vector<std::string> rubbish = leftovers(place);
    if (rubbish.empty()) return {};
    for (const std::string_view name : databases) {
        const std::string next = next_name(name, epoch);
        if (std::erase(rubbish, next) == 0) continue;
        // The old file's journal must not be taken for the new one's.
        const std::string journal = std::string(name) + "-journal";
        if (is_there(place + "/" + journal)) {
            say("journal");
            if (Status done = remove_all(place, {journal}); !done) return done;
            if (Status done = sealed::sync_folder(disk, place); !done) return done;
        }
        say(name);
        if (Status done = sealed::move_file(disk, place + "/" + next, place + "/" + std::string(name)); !done)
            return done;
    }
    say("tidied");
    if (Status done = remove_all(place, rubbish); !done) return done;
    return sealed::sync_folder(disk, place);
}

} // namespace rapport::vault
