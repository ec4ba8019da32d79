#pragma once

#include <cerrno>
#include <cstdint>

#include "storage/sealed/file_ops.h"

namespace rapport::sealed::test {

/// How the n-th call on the disk goes wrong.
struct FaultPlan {
    enum class Shape {
        refused,         ///< nothing happens and the error comes back
        done_but_denied, ///< it happens, and the error comes back all the same
        short_once,      ///< a write takes half of its bytes, a read a hundred, and says so
        short_then_full  ///< a write takes half, and from then on the disk is full for every write
    };
    int at = 0;            ///< 1 is the first call, 0 never
    bool for_ever = false; ///< every call from `at` on, instead of that one
    int number = EIO;
    Shape shape = Shape::refused;
};

/// The real disk with one plan of failure. Closing never fails and is not counted.
class FaultyFiles final : public FileOps {
public:
    explicit FaultyFiles(FaultPlan plan) : plan_(plan) {}

    [[nodiscard]] bool came_to_it() const { return plan_.at != 0 && calls_ >= plan_.at; }
    [[nodiscard]] int calls() const { return calls_; }

    int open(const char* path, int flags, unsigned mode) override
    {
        if (!due()) return disk_.open(path, flags, mode);
        if (plan_.shape == FaultPlan::Shape::done_but_denied) {
            const int opened = disk_.open(path, flags, mode);
            if (opened >= 0) disk_.close(opened);
        }
        return harmless() ? disk_.open(path, flags, mode) : -plan_.number;
    }
    void close(int descriptor) override { disk_.close(descriptor); }
    std::int64_t read_at(int descriptor, void* bytes, std::size_t size, std::uint64_t offset) override
    {
        if (!due()) return disk_.read_at(descriptor, bytes, size, offset);
        return harmless() ? disk_.read_at(descriptor, bytes, few(size), offset) : -plan_.number;
    }
    std::int64_t write_at(int descriptor, const void* bytes, std::size_t size, std::uint64_t offset) override
    {
        if (full_) return -ENOSPC;
        if (!due()) return disk_.write_at(descriptor, bytes, size, offset);
        if (plan_.shape == FaultPlan::Shape::short_then_full) full_ = true;
        if (harmless()) return disk_.write_at(descriptor, bytes, half(size), offset);
        if (plan_.shape == FaultPlan::Shape::done_but_denied)
            static_cast<void>(disk_.write_at(descriptor, bytes, size, offset));
        return -plan_.number;
    }
    int sync_data(int descriptor) override
    {
        return plain([&] { return disk_.sync_data(descriptor); });
    }
    int sync_all(int descriptor) override
    {
        return plain([&] { return disk_.sync_all(descriptor); });
    }
    int allocate(int descriptor, std::uint64_t size) override
    {
        return plain([&] { return disk_.allocate(descriptor, size); });
    }
    int truncate(int descriptor, std::uint64_t size) override
    {
        return plain([&] { return disk_.truncate(descriptor, size); });
    }
    int lock(int descriptor) override
    {
        return plain([&] { return disk_.lock(descriptor); });
    }
    int identify(int descriptor, FileIdentity& out) override
    {
        return plain([&] { return disk_.identify(descriptor, out); });
    }
    int identify_path(const char* path, FileIdentity& out) override
    {
        return plain([&] { return disk_.identify_path(path, out); });
    }
    int rename(const char* from, const char* to) override
    {
        return plain([&] { return disk_.rename(from, to); });
    }
    int remove(const char* path) override
    {
        return plain([&] { return disk_.remove(path); });
    }
    int free_bytes(const char* folder, std::uint64_t& out) override
    {
        return plain([&] { return disk_.free_bytes(folder, out); });
    }

private:
    bool due()
    {
        ++calls_;
        return plan_.at != 0 && (plan_.for_ever ? calls_ >= plan_.at : calls_ == plan_.at);
    }
    [[nodiscard]] bool harmless() const
    {
        return plan_.shape == FaultPlan::Shape::short_once || plan_.shape == FaultPlan::Shape::short_then_full;
    }
    static std::size_t few(std::size_t size) { return size < 100 ? size : 100; }
    static std::size_t half(std::size_t size) { return size < 2 ? size : size / 2; }

    template <class Call>
    int plain(Call call)
    {
        if (!due() || harmless()) return call();
        if (plan_.shape == FaultPlan::Shape::done_but_denied) static_cast<void>(call());
        return -plan_.number;
    }

    FileOps& disk_ = posix_files();
    FaultPlan plan_;
    int calls_ = 0;
    bool full_ = false;
};

} // namespace rapport::sealed::test
