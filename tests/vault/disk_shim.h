#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

/// SQLite's own disk with something between: a VFS that is the default in this test program alone, and does nothing
/// until it is told to.
namespace rapport::vault::test {

/// The n-th call on the disk goes wrong, once or from then on.
struct FaultPlan {
    enum class Shape {
        refused,   ///< nothing happens and an I/O error comes back
        full,      ///< a write finds the disk full; other calls go well
        short_half ///< a write does half and says that the disk is full
    };
    int at = 0; ///< 1 is the first call, 0 never
    bool for_ever = false;
    Shape shape = Shape::refused;
};

/// What was asked of the disk, in order, as far as a power cut cares.
struct DiskAct {
    enum class Kind { made, wrote, truncated, synced, removed };
    Kind kind = Kind::wrote;
    std::string path;
    std::uint64_t offset = 0;
    std::string bytes;         ///< written
    bool name_is_safe = false; ///< removed and the folder synced; or synced for the first time, and the folder with it
};

class DiskShim {
public:
    /// Makes it the default VFS, once.
    static DiskShim& instance();

    void fail(const FaultPlan& plan);
    [[nodiscard]] int calls() const { return calls_; }
    [[nodiscard]] bool came_to_it() const { return came_; }
    void stop();
    /// Syncs nothing on the real disk: for tests that open many vaults and are not about this machine's disk.
    void be_quiet(bool quiet) { quiet_ = quiet; }

    void record();
    [[nodiscard]] std::vector<DiskAct> recorded();
    [[nodiscard]] std::size_t acts_so_far() const { return acts_.size(); }

    // For the VFS's own functions.
    [[nodiscard]] bool due(bool write);
    [[nodiscard]] const FaultPlan& plan() const { return plan_; }
    [[nodiscard]] bool recording() const { return recording_; }
    [[nodiscard]] bool busy() const { return quiet_ || recording_ || plan_.at != 0; }
    void note(DiskAct act) { acts_.push_back(std::move(act)); }

private:
    DiskShim();
    FaultPlan plan_;
    int calls_ = 0;
    bool came_ = false;
    bool recording_ = false;
    bool quiet_ = false;
    std::vector<DiskAct> acts_;
};

/// The files a machine finds that starts again after the power went between two acts. What was written and not synced
/// survives by chance, one sector of 512 bytes at a time; so do a file's size and every name made or removed whose
/// folder was not synced.
class AfterTheCut {
public:
    using Files = std::map<std::string, std::string>;
    explicit AfterTheCut(Files before);
    /// Takes the next act as done.
    void go_on(const DiskAct& act);
    [[nodiscard]] Files files(std::mt19937_64& random) const;

private:
    struct Node {
        std::string seen;
        std::string kept;
        bool made = false;    ///< since the beginning, and its name is not safe yet
        bool removed = false; ///< and that is not safe yet
    };
    std::map<std::string, std::vector<Node>> nodes_; ///< the last of a name is the one it means
};

} // namespace rapport::vault::test
