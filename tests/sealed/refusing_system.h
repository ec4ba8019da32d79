#pragma once

/// The system's calls that the room makes directly, each of which can be made to fail. The linker puts them between
/// (tests/sealed/CMakeLists.txt), in this test program alone.
namespace rapport::sealed::test {

enum class Call { none, sodium_init, setrlimit, prctl, realpath, opendir, readdir };

/// While this lives that call fails, with this errno.
class Refuses {
public:
    explicit Refuses(Call call, int number = 0);
    ~Refuses();
    Refuses(const Refuses&) = delete;
    Refuses& operator=(const Refuses&) = delete;
};

} // namespace rapport::sealed::test
