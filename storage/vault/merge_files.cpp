#include "storage/vault/merge_files.h"

#include <filesystem>
#include <map>

#include "storage/vault/core.h"
#include "storage/vault/files.h"

namespace rapport::vault {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_file = std::size_t{64} << 20;
constexpr std::size_t name_length = 32; ///< of a session's id in hex

struct Found {
    std::string path;
    std::string_view folder;
};
/// Files of one name: at most one in each folder of each copy.
using Files = std::map<std::string, std::vector<Found>>;

Files find_files(const std::array<std::string, 2>& copies)
{
    Files out;
    std::error_code problem; // a folder that is gone has none
    for (const std::string& copy : copies)
        for (const std::string_view folder : {taken_folder, inbox_folder, drafts_folder})
            for (const auto& entry : fs::directory_iterator(copy + "/" + std::string(folder), problem)) {
                const std::string name = entry.path().filename().string();
                // Of a session; what else lies there counts tries on a tablet.
                if (entry.is_regular_file(problem) && name.size() > name_length && name[name_length] == '.')
                    out[name].push_back({entry.path().string(), folder});
            }
    return out;
}

Status copy(const Found& from, const std::string& into)
{
    std::error_code problem;
    const fs::path to = fs::path(into) / from.folder / fs::path(from.path).filename();
    fs::copy_file(from.path, to, problem);
    if (problem == std::errc::no_space_on_device) return Error{fault::disk_full, "copy"};
    return problem ? Status(Error{fault::database_error, "copy"}) : Status();
}

} // namespace

Result<std::vector<sealed::File>> hold_drafts(const std::string& place)
{
    std::vector<sealed::File> held;
    const auto drafts = sealed::session_files(place + "/" + std::string(drafts_folder));
    if (!drafts) return held; // a folder that is gone has none
    for (const std::string& path : *drafts) {
        auto file = sealed::File::open_to_read(sealed::posix_files(), path);
        if (!file) return file.error();
        if (const Status alone = file->lock(path); !alone) return alone.error();
        held.push_back(std::move(*file));
    }
    return held;
}

Status merge_session_files(const std::string& first, const std::string& second, const std::string& into,
                           const std::set<std::string>& gone, std::vector<MergeNote>& clashes)
{
    for (const auto& [name, places] : find_files({first, second})) {
        if (gone.contains(name.substr(0, name_length))) continue;
        const Found* best = nullptr;
        sealed::Bytes most;
        bool clash = false;
        // Taken in before waiting before begun, as they were found: of those alike the first stands.
        for (const Found& one : places) {
            auto bytes = read_small(one.path, most_file);
            if (!bytes) return bytes.error();
            // A draft is longer than what is in it: room for frames to come, all noughts.
            bytes->resize(bytes->find_last_not_of('\0') + 1);
            const bool longer = best == nullptr || bytes->size() > most.size();
            const sealed::Bytes& beginning = longer ? most : *bytes;
            const sealed::Bytes& whole = longer ? *bytes : most;
            clash = clash || (best != nullptr && !whole.starts_with(beginning));
            const bool further = best != nullptr && bytes->size() == most.size() && one.folder == taken_folder;
            if (!longer && !further) continue;
            best = &one;
            most = std::move(*bytes);
        }
        if (clash) {
            clashes.push_back({"session_gone_on_in_both", {}, name.substr(0, name_length)});
            continue;
        }
        if (Status done = copy(*best, into); !done) return done;
    }
    return {};
}

} // namespace rapport::vault
