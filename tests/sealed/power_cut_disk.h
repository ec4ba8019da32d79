#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "storage/sealed/file_ops.h"

namespace rapport::sealed::test {

/// A disk in memory whose power can be cut, or whose program can be killed. What was written and not synced survives a
/// cut by chance, one sector of 512 bytes at a time; so do a file's size and every change of a name whose folder was
/// not synced. Harsher than a journalling file system, save that a rename is whole or not at all. Copies are
/// independent disks.
class PowerCutDisk : public FileOps {
public:
    /// What a sync that the end comes into leaves: sectors still to be written, or taken for clean and never written.
    enum class LastSync { unwritten, forgotten };
    /// The end comes during the n-th call from now: it is done and its result never seen. 0: never.
    void end_at(int call, LastSync last = LastSync::unwritten)
    {
        calls_ = 0;
        end_at_ = call;
        last_sync_ = last;
    }
    [[nodiscard]] bool is_off() const { return off_; }
    /// What a machine finds that starts from this disk, if the end was a power cut.
    [[nodiscard]] PowerCutDisk after_the_cut(std::mt19937_64& random) const;
    /// What the next program finds on the same machine, if the end was the program's alone.
    [[nodiscard]] PowerCutDisk after_the_kill() const;
    /// The n-th sync of a file from now fails, and so does every later one if `for_ever`. As in Linux the sectors it
    /// should have written are then taken for clean: a later sync that succeeds does not write them.
    void fail_sync_at(int sync, bool for_ever)
    {
        syncs_ = 0;
        fail_sync_at_ = sync;
        fail_for_ever_ = for_ever;
    }

    void put(const std::string& path, const std::string& bytes); ///< safely on the disk at once
    [[nodiscard]] bool holds(const std::string& path) const { return names_.contains(path); }

    int open(const char* path, int flags, unsigned mode) override;
    void close(int descriptor) override;
    std::int64_t read_at(int descriptor, void* bytes, std::size_t size, std::uint64_t offset) override;
    std::int64_t write_at(int descriptor, const void* bytes, std::size_t size, std::uint64_t offset) override;
    int sync_data(int descriptor) override;
    int sync_all(int descriptor) override;
    int allocate(int descriptor, std::uint64_t size) override;
    int truncate(int descriptor, std::uint64_t size) override;
    int lock(int descriptor) override;
    int identify(int descriptor, FileIdentity& out) override;
    int identify_path(const char* path, FileIdentity& out) override;
    int rename(const char* from, const char* to) override;
    int remove(const char* path) override;
    int free_bytes(const char* folder, std::uint64_t& out) override;

private:
    struct Node {
        std::string seen;            ///< what a running program reads
        std::string kept;            ///< what is on the platter for certain
        std::set<std::size_t> dirty; ///< sectors of `seen` that the next sync writes
    };
    struct Handle {
        int node = -1; ///< -1: a folder
        std::string path;
        bool locked = false;
    };
    struct NameChange {
        std::string from; ///< loses its node; empty when a file was made
        std::string to;   ///< gets it; empty when a name was removed
        int node = 0;
    };
    using Names = std::map<std::string, int>;

    [[nodiscard]] static bool is_folder(const std::string& path) { return path == "/d" || path == "/i"; }
    static void apply(Names& names, const NameChange& change);
    void change_name(const NameChange& change);
    [[nodiscard]] FileIdentity identity_of(int node) const;
    /// Counts a call. False after the end.
    bool alive();
    /// The result, unless the end came during this very call.
    template <class T>
    [[nodiscard]] T told(T result) const
    {
        return off_ ? T{-5} : result; // EIO
    }

    std::map<int, Node> nodes_;
    Names names_;
    Names kept_names_;
    std::vector<NameChange> pending_;
    std::map<int, Handle> handles_;
    int next_ = 1;
    int calls_ = 0;
    int end_at_ = 0;
    LastSync last_sync_ = LastSync::unwritten;
    bool off_ = false;
    int syncs_ = 0;
    int fail_sync_at_ = 0;
    bool fail_for_ever_ = false;
};

} // namespace rapport::sealed::test
