#include "storage/hub/known.h"

#include <algorithm>
#include <cstring>

namespace rapport::hub {

namespace {

constexpr std::string_view name = "known";
constexpr std::uint64_t most = std::uint64_t{1} << 30;
constexpr std::size_t most_recent = 256;

} // namespace

Result<Known> Known::load(FileOps& files, const std::string& folder)
{
    Known known(files, folder + "/" + std::string(name));
    const auto bytes = read_file(files, known.path_, most);
    if (!bytes) return bytes.error();
    if (!*bytes) return known;
    known.count_ = (*bytes)->size() / std::tuple_size_v<Id>;
    known.sorted_.resize(known.count_);
    if (known.count_ != 0) std::memcpy(known.sorted_.data(), (*bytes)->data(), known.count_ * std::tuple_size_v<Id>);
    std::ranges::sort(known.sorted_);
    return known;
}

bool Known::has(const Id& session) const
{
    return std::ranges::binary_search(sorted_, session) || std::ranges::find(recent_, session) != recent_.end();
}

Status Known::add(std::span<const Id> sessions)
{
    Bytes bytes;
    std::vector<Id> added;
    for (const Id& session : sessions) {
        if (has(session) || std::ranges::find(added, session) != added.end()) continue;
        added.push_back(session);
        bytes.append(reinterpret_cast<const char*>(session.data()), session.size());
    }
    if (added.empty()) return {};
    const auto file = sealed::File::make(*files_, path_);
    if (!file) return file.error();
    const std::uint64_t at = count_ * std::tuple_size_v<Id>;
    if (const Status done = file->write_all({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}, at);
        !done)
        return done;
    if (const Status done = file->sync_all(); !done) return done;
    count_ += added.size();
    recent_.insert(recent_.end(), added.begin(), added.end());
    if (recent_.size() > most_recent) {
        std::ranges::sort(recent_);
        const auto middle = static_cast<std::ptrdiff_t>(sorted_.size());
        sorted_.insert(sorted_.end(), recent_.begin(), recent_.end());
        std::inplace_merge(sorted_.begin(), sorted_.begin() + middle, sorted_.end());
        recent_.clear();
    }
    return {};
}

} // namespace rapport::hub
