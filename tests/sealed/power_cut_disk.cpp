#include "tests/sealed/power_cut_disk.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>

namespace rapport::sealed::test {

namespace {

constexpr std::size_t sector = 512;

bool lies_in(const std::string& path, const std::string& folder)
{
    return path.starts_with(folder + "/");
}

} // namespace

void PowerCutDisk::apply(Names& names, const NameChange& change)
{
    if (!change.from.empty()) names.erase(change.from);
    if (!change.to.empty()) names[change.to] = change.node;
}

void PowerCutDisk::change_name(const NameChange& change)
{
    apply(names_, change);
    pending_.push_back(change);
}

bool PowerCutDisk::alive()
{
    if (off_) return false;
    ++calls_;
    // Set before the call's work and asked about after it: the work is done, the answer is lost.
    off_ = end_at_ != 0 && calls_ >= end_at_;
    return true;
}

FileIdentity PowerCutDisk::identity_of(int node) const
{
    return {1, static_cast<std::uint64_t>(node), nodes_.at(node).seen.size(), true};
}

PowerCutDisk PowerCutDisk::after_the_cut(std::mt19937_64& random) const
{
    PowerCutDisk found;
    found.next_ = next_;
    found.kept_names_ = kept_names_;
    for (const NameChange& change : pending_)
        if (random() % 2 == 0) apply(found.kept_names_, change);
    found.names_ = found.kept_names_;
    for (const auto& [name, number] : found.names_) {
        const Node& node = nodes_.at(number);
        std::string bytes = node.kept;
        const std::size_t size = random() % 2 == 0 ? node.seen.size() : node.kept.size();
        bytes.resize(size, '\0');
        for (std::size_t at = 0; at < std::min(size, node.seen.size()); at += sector) {
            const std::size_t length = std::min({sector, size - at, node.seen.size() - at});
            if (std::memcmp(bytes.data() + at, node.seen.data() + at, length) == 0) continue;
            if (random() % 2 == 0) bytes.replace(at, length, node.seen, at, length);
        }
        found.nodes_[number] = {bytes, bytes, {}};
    }
    return found;
}

PowerCutDisk PowerCutDisk::after_the_kill() const
{
    PowerCutDisk found = *this;
    found.handles_.clear();
    found.off_ = false;
    found.end_at(0);
    return found;
}

void PowerCutDisk::put(const std::string& path, const std::string& bytes)
{
    const int node = next_++;
    nodes_[node] = {bytes, bytes, {}};
    names_[path] = node;
    kept_names_[path] = node;
}

int PowerCutDisk::open(const char* path, int flags, unsigned)
{
    if (!alive()) return -EIO;
    const int descriptor = next_++;
    if (is_folder(path)) {
        handles_[descriptor] = {-1, path};
        return told(descriptor);
    }
    const auto found = names_.find(path);
    if (found == names_.end() && (flags & O_CREAT) == 0) return told(-ENOENT);
    int node = 0;
    if (found != names_.end()) {
        node = found->second;
    } else {
        node = next_++;
        nodes_[node] = {};
        change_name({"", path, node});
    }
    handles_[descriptor] = {node, path};
    return told(descriptor);
}

void PowerCutDisk::close(int descriptor)
{
    handles_.erase(descriptor);
}

std::int64_t PowerCutDisk::read_at(int descriptor, void* bytes, std::size_t size, std::uint64_t offset)
{
    if (!alive()) return -EIO;
    const std::string& from = nodes_.at(handles_.at(descriptor).node).seen;
    if (offset >= from.size()) return told(std::int64_t{0});
    return told(static_cast<std::int64_t>(from.copy(static_cast<char*>(bytes), size, offset)));
}

std::int64_t PowerCutDisk::write_at(int descriptor, const void* bytes, std::size_t size, std::uint64_t offset)
{
    if (!alive()) return -EIO;
    Node& node = nodes_.at(handles_.at(descriptor).node);
    if (node.seen.size() < offset + size) node.seen.resize(offset + size, '\0');
    std::memcpy(node.seen.data() + offset, bytes, size);
    for (std::size_t number = offset / sector; number * sector < offset + size; ++number)
        node.dirty.insert(number);
    return told(static_cast<std::int64_t>(size));
}

int PowerCutDisk::sync_data(int descriptor)
{
    if (!alive()) return -EIO;
    Node& node = nodes_.at(handles_.at(descriptor).node);
    if (off_) {
        if (last_sync_ == LastSync::forgotten) node.dirty.clear();
        return -EIO;
    }
    ++syncs_;
    const bool fails = fail_sync_at_ != 0 && (fail_for_ever_ ? syncs_ >= fail_sync_at_ : syncs_ == fail_sync_at_);
    if (!fails) {
        node.kept.resize(node.seen.size(), '\0');
        for (const std::size_t number : node.dirty) {
            const std::size_t at = number * sector;
            if (at < node.seen.size()) node.kept.replace(at, sector, node.seen, at, sector);
        }
    }
    node.dirty.clear();
    return fails ? -EIO : 0;
}

int PowerCutDisk::sync_all(int descriptor)
{
    const Handle& handle = handles_.at(descriptor);
    if (handle.node != -1) return sync_data(descriptor);
    if (!alive() || off_) return -EIO;
    std::vector<NameChange> others;
    for (const NameChange& change : pending_) {
        if (lies_in(change.from, handle.path) || lies_in(change.to, handle.path))
            apply(kept_names_, change);
        else
            others.push_back(change);
    }
    pending_ = std::move(others);
    return 0;
}

int PowerCutDisk::allocate(int descriptor, std::uint64_t size)
{
    if (!alive()) return -EIO;
    std::string& bytes = nodes_.at(handles_.at(descriptor).node).seen;
    if (bytes.size() < size) bytes.resize(size, '\0');
    return told(0);
}

int PowerCutDisk::truncate(int descriptor, std::uint64_t size)
{
    if (!alive()) return -EIO;
    nodes_.at(handles_.at(descriptor).node).seen.resize(size, '\0');
    return told(0);
}

int PowerCutDisk::lock(int descriptor)
{
    if (!alive()) return -EIO;
    Handle& mine = handles_.at(descriptor);
    for (const auto& [other, handle] : handles_)
        if (other != descriptor && handle.locked && handle.node == mine.node) return told(-EWOULDBLOCK);
    mine.locked = true;
    return told(0);
}

int PowerCutDisk::identify(int descriptor, FileIdentity& out)
{
    if (!alive()) return -EIO;
    out = identity_of(handles_.at(descriptor).node);
    return told(0);
}

int PowerCutDisk::identify_path(const char* path, FileIdentity& out)
{
    if (!alive()) return -EIO;
    if (is_folder(path)) return told(0);
    const auto found = names_.find(path);
    if (found == names_.end()) return told(-ENOENT);
    out = identity_of(found->second);
    return told(0);
}

int PowerCutDisk::rename(const char* from, const char* to)
{
    if (!alive()) return -EIO;
    const auto found = names_.find(from);
    if (found == names_.end()) return told(-ENOENT);
    change_name({from, to, found->second});
    return told(0);
}

int PowerCutDisk::remove(const char* path)
{
    if (!alive()) return -EIO;
    if (!names_.contains(path)) return told(-ENOENT);
    change_name({path, "", 0});
    return told(0);
}

int PowerCutDisk::free_bytes(const char*, std::uint64_t& out)
{
    if (!alive()) return -EIO;
    out = std::uint64_t{1} << 40U;
    return told(0);
}

} // namespace rapport::sealed::test
