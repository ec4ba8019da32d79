#include "tests/vault/disk_shim.h"

#include <algorithm>
#include <cstring>

#include <sqlite3.h>

#include "storage/vault/sqlite_memory.h"

namespace rapport::vault::test {

namespace {

constexpr std::size_t sector = 512;

sqlite3_vfs* real = nullptr;

/// A file of the shim: SQLite's part first, then ours, and the real file's own room behind it.
struct ShimFile {
    sqlite3_file base;
    const char* path;
    bool journal;
    bool name_safe;
    sqlite3_file* real_file() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

ShimFile* shim(sqlite3_file* file)
{
    return reinterpret_cast<ShimFile*>(file);
}

sqlite3_file* below(sqlite3_file* file)
{
    return shim(file)->real_file();
}

DiskShim& disk()
{
    return DiskShim::instance();
}

int close_file(sqlite3_file* file)
{
    sqlite3_file* const under = below(file);
    return under->pMethods == nullptr ? SQLITE_OK : under->pMethods->xClose(under);
}

int read_file(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset)
{
    if (disk().due(false)) return SQLITE_IOERR_READ;
    return below(file)->pMethods->xRead(below(file), bytes, size, offset);
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset)
{
    if (disk().due(true)) {
        const FaultPlan& plan = disk().plan();
        if (plan.shape == FaultPlan::Shape::refused) return SQLITE_IOERR_WRITE;
        if (plan.shape == FaultPlan::Shape::short_half)
            static_cast<void>(below(file)->pMethods->xWrite(below(file), bytes, size / 2, offset));
        return SQLITE_FULL;
    }
    const int done = below(file)->pMethods->xWrite(below(file), bytes, size, offset);
    if (done == SQLITE_OK && disk().recording())
        disk().note({DiskAct::Kind::wrote, shim(file)->path, static_cast<std::uint64_t>(offset),
                     std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))});
    return done;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size)
{
    if (disk().due(false)) return SQLITE_IOERR_TRUNCATE;
    const int done = below(file)->pMethods->xTruncate(below(file), size);
    if (done == SQLITE_OK && disk().recording())
        disk().note({DiskAct::Kind::truncated, shim(file)->path, static_cast<std::uint64_t>(size), {}});
    return done;
}

int sync_file(sqlite3_file* file, int flags)
{
    if (disk().due(false)) return SQLITE_IOERR_FSYNC;
    if (disk().recording()) {
        // As SQLite's unix VFS does: the first sync of a journal syncs its folder too.
        disk().note({DiskAct::Kind::synced, shim(file)->path, 0, {}, shim(file)->journal && !shim(file)->name_safe});
        shim(file)->name_safe = true;
    }
    // What is being tried here is not this machine's disk.
    return disk().busy() ? SQLITE_OK : below(file)->pMethods->xSync(below(file), flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    if (disk().due(false)) return SQLITE_IOERR_FSTAT;
    return below(file)->pMethods->xFileSize(below(file), size);
}

int lock_file(sqlite3_file* file, int level)
{
    return below(file)->pMethods->xLock(below(file), level);
}

int unlock_file(sqlite3_file* file, int level)
{
    return below(file)->pMethods->xUnlock(below(file), level);
}

int check_lock(sqlite3_file* file, int* out)
{
    return below(file)->pMethods->xCheckReservedLock(below(file), out);
}

int control(sqlite3_file* file, int op, void* argument)
{
    return below(file)->pMethods->xFileControl(below(file), op, argument);
}

int sector_size(sqlite3_file* file)
{
    return below(file)->pMethods->xSectorSize(below(file));
}

int characteristics(sqlite3_file*)
{
    return 0; // no promise of the disk below is believed
}

const sqlite3_io_methods methods = {1,         close_file,  read_file,       write_file,  truncate_file,
                                    sync_file, file_size,   lock_file,       unlock_file, check_lock,
                                    control,   sector_size, characteristics, nullptr,     nullptr,
                                    nullptr,   nullptr,     nullptr,         nullptr};

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags)
{
    ShimFile* const own = shim(file);
    std::memset(own, 0, sizeof(ShimFile));
    own->base.pMethods = nullptr;
    if (path != nullptr && disk().due(false)) return SQLITE_CANTOPEN;
    int there = 0;
    if (path != nullptr) real->xAccess(real, path, SQLITE_ACCESS_EXISTS, &there);
    own->real_file()->pMethods = nullptr;
    const int opened = real->xOpen(real, path, own->real_file(), flags, out_flags);
    own->path = path == nullptr ? "" : path; // SQLite keeps the name as long as the file
    own->journal = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL)) != 0;
    own->name_safe = there != 0;
    if (opened != SQLITE_OK && own->real_file()->pMethods == nullptr) return opened;
    own->base.pMethods = &methods;
    if (opened == SQLITE_OK && path != nullptr && there == 0 && disk().recording())
        disk().note({DiskAct::Kind::made, path, 0, {}});
    return opened;
}

int delete_file(sqlite3_vfs*, const char* path, int sync_folder)
{
    if (disk().due(false)) return SQLITE_IOERR_DELETE;
    const int done = real->xDelete(real, path, 0);
    if (done == SQLITE_OK && disk().recording()) disk().note({DiskAct::Kind::removed, path, 0, {}, sync_folder != 0});
    return done;
}

int access_file(sqlite3_vfs*, const char* path, int flags, int* out)
{
    if (disk().due(false)) return SQLITE_IOERR_ACCESS;
    return real->xAccess(real, path, flags, out);
}

sqlite3_vfs& registered()
{
    static sqlite3_vfs vfs = [] {
        static_cast<void>(use_wiped_memory());
        real = sqlite3_vfs_find(nullptr);
        sqlite3_vfs made = *real;
        made.zName = "rapport-test-disk";
        made.szOsFile = static_cast<int>(sizeof(ShimFile)) + real->szOsFile;
        made.pNext = nullptr;
        made.xOpen = open_file;
        made.xDelete = delete_file;
        made.xAccess = access_file;
        return made;
    }();
    return vfs;
}

} // namespace

DiskShim::DiskShim()
{
    sqlite3_vfs_register(&registered(), 1);
}

DiskShim& DiskShim::instance()
{
    static DiskShim one;
    return one;
}

void DiskShim::fail(const FaultPlan& plan)
{
    plan_ = plan;
    calls_ = 0;
    came_ = false;
}

void DiskShim::stop()
{
    plan_ = {};
    recording_ = false;
}

bool DiskShim::due(bool write)
{
    if (plan_.at == 0) return false;
    if (plan_.shape != FaultPlan::Shape::refused && !write) return false;
    ++calls_;
    const bool now = plan_.for_ever ? calls_ >= plan_.at : calls_ == plan_.at;
    came_ = came_ || now;
    return now;
}

void DiskShim::record()
{
    acts_.clear();
    recording_ = true;
}

std::vector<DiskAct> DiskShim::recorded()
{
    recording_ = false;
    return std::move(acts_);
}

AfterTheCut::AfterTheCut(Files before)
{
    for (auto& [path, bytes] : before)
        nodes_[path].push_back({bytes, bytes});
}

void AfterTheCut::go_on(const DiskAct& act)
{
    std::vector<Node>& nodes = nodes_[act.path];
    if (act.kind == DiskAct::Kind::made) {
        nodes.push_back({{}, {}, true, false});
        return;
    }
    if (nodes.empty()) return;
    Node& node = nodes.back();
    switch (act.kind) {
    case DiskAct::Kind::wrote:
        if (node.seen.size() < act.offset + act.bytes.size()) node.seen.resize(act.offset + act.bytes.size(), '\0');
        node.seen.replace(act.offset, act.bytes.size(), act.bytes);
        break;
    case DiskAct::Kind::truncated:
        node.seen.resize(act.offset, '\0');
        break;
    case DiskAct::Kind::synced:
        node.kept = node.seen;
        if (act.name_is_safe) node.made = false;
        break;
    case DiskAct::Kind::removed:
        node.removed = true;
        if (act.name_is_safe) nodes.clear();
        break;
    case DiskAct::Kind::made:
        break;
    }
}

AfterTheCut::Files AfterTheCut::files(std::mt19937_64& random) const
{
    Files out;
    for (const auto& [path, nodes] : nodes_)
        for (const Node& node : nodes) {
            if (node.made && random() % 2 == 0) continue;    // the name never came to the disk
            if (node.removed && random() % 2 == 0) continue; // the name was gone in time
            std::string bytes = node.kept;
            const std::size_t size = random() % 2 == 0 ? node.seen.size() : node.kept.size();
            bytes.resize(size, '\0');
            for (std::size_t at = 0; at < std::min(size, node.seen.size()); at += sector) {
                const std::size_t length = std::min({sector, size - at, node.seen.size() - at});
                if (std::memcmp(bytes.data() + at, node.seen.data() + at, length) == 0) continue;
                if (random() % 2 == 0) bytes.replace(at, length, node.seen, at, length);
            }
            out[path] = std::move(bytes);
        }
    return out;
}

} // namespace rapport::vault::test
