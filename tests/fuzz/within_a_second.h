#pragma once

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace rapport::fuzz {

/// Ends the program when what happens in its life takes more than a second of the processor's time. The wall's time,
/// which libFuzzer looks at, also passes while other programs have the processor.
class WithinASecond {
public:
    WithinASecond() : began_(now()) {}
    ~WithinASecond()
    {
        if (now() - began_ <= 1.0) return;
        std::fputs("took more than a second\n", stderr);
        std::abort();
    }
    WithinASecond(const WithinASecond&) = delete;
    WithinASecond& operator=(const WithinASecond&) = delete;

private:
    static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }
    double began_;
};

} // namespace rapport::fuzz
