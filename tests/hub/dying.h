#pragma once

#include <functional>

#include "storage/sealed/file_ops.h"

namespace rapport::hub::test {

/// The real disk, until the call of that number, where the program ends as by kill -9. Counted are calls that change
/// something: between two of them a program leaves the same behind wherever it stops.
class DyingFiles : public sealed::FileOps {
public:
    explicit DyingFiles(int dies_at) : left_(dies_at) {}
    int open(const char* path, int flags, unsigned mode) override;
    void close(int descriptor) override { disk_.close(descriptor); }
    std::int64_t read_at(int descriptor, void* bytes, std::size_t size, std::uint64_t offset) override
    {
        return disk_.read_at(descriptor, bytes, size, offset);
    }
    std::int64_t write_at(int descriptor, const void* bytes, std::size_t size, std::uint64_t offset) override;
    int sync_data(int descriptor) override { return disk_.sync_data(descriptor); }
    int sync_all(int descriptor) override { return disk_.sync_all(descriptor); }
    int allocate(int descriptor, std::uint64_t size) override { return step(), disk_.allocate(descriptor, size); }
    int truncate(int descriptor, std::uint64_t size) override { return step(), disk_.truncate(descriptor, size); }
    int lock(int descriptor) override { return disk_.lock(descriptor); }
    int identify(int descriptor, sealed::FileIdentity& out) override { return disk_.identify(descriptor, out); }
    int identify_path(const char* path, sealed::FileIdentity& out) override { return disk_.identify_path(path, out); }
    int rename(const char* from, const char* to) override { return step(), disk_.rename(from, to); }
    int remove(const char* path) override { return step(), disk_.remove(path); }
    int free_bytes(const char* folder, std::uint64_t& out) override { return disk_.free_bytes(folder, out); }

private:
    void step();
    sealed::FileOps& disk_ = sealed::posix_files();
    int left_;
};

/// Runs `work` in a process of its own. Whether it came to its end.
[[nodiscard]] bool survives(const std::function<void()>& work);

} // namespace rapport::hub::test
