#pragma once

#include <cerrno>

namespace rapport::vault::test {

/// The disk as our own code calls on it, with one call that fails: SQLite's own calls are disk_shim's. The linker puts
/// it between (tests/vault/CMakeLists.txt), in this test program alone, and it does nothing until it is told to.
class OurDisk {
public:
    static OurDisk& instance();
    /// The n-th call from here on fails with this number, once or from then on; 0 is none.
    void fail(int at, bool for_ever = false, int number = EIO);
    /// Whether it came to that call.
    [[nodiscard]] bool stop();
    [[nodiscard]] int calls() const { return calls_; }
    [[nodiscard]] bool due();
    [[nodiscard]] int number() const { return number_; }

private:
    bool counting_ = false;
    int at_ = 0;
    bool for_ever_ = false;
    int number_ = EIO;
    int calls_ = 0;
};

} // namespace rapport::vault::test
