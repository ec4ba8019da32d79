// How long the person page takes for somebody with 200 administrations: made, laid out and drawn, without a window.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <vector>

#include "tests/desk/person_support.h"

namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double cpu_ms()
{
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// The page, with what each of its frames took the processor.
class Timed final : public rapport::shell::Program {
public:
    explicit Timed(const rapport::desk::person_test::Clinic& clinic) : page(clinic) {}
    void frame(rapport::shell::Ui& ui) override
    {
        const double before = cpu_ms();
        page.frame(ui);
        frames.push_back(cpu_ms() - before);
    }
    [[nodiscard]] bool done() const override { return false; }

    rapport::desk::person_test::PersonProgram page;
    std::vector<double> frames;
};

} // namespace

int main()
{
    using namespace rapport::desk::person_test;
    // PCL-5 weekly over two years, PHQ-9 every two weeks, and both alliance forms: 200 in all.
    Clinic clinic = newcomer();
    const std::int32_t first = on(2025, 1, 7);
    for (int n = 0; n < 104; ++n)
        clinic.administrations.push_back(given(bundled("pcl-5"), first + 7 * n, pcl5_of(60 - n / 3 + n % 5), n + 1));
    for (int n = 0; n < 48; ++n)
        clinic.administrations.push_back(given(bundled("phq-9"), first + 14 * n, Answers(10, n % 4), 200 + n));
    for (int n = 0; n < 24; ++n)
        for (const char* const id : {"wai-sr-client", "wai-sr-therapist"})
            clinic.administrations.push_back(given(bundled(id), first + 28 * n, Answers(12, 2 + n % 3), 300 + n));
    std::printf("administrations: %zu\n", clinic.administrations.size());

    std::vector<double> views;
    for (int n = 0; n < 20; ++n) {
        const auto start = Clock::now();
        static_cast<void>(clinic.view());
        views.push_back(ms_since(start));
    }
    std::sort(views.begin(), views.end());
    std::printf("view made: median %.2f ms\n", views[views.size() / 2]);

    Timed program(clinic);
    rapport::shell::Harness harness(program, 1440, 900);
    const auto start = Clock::now();
    harness.settle();
    std::printf("first frames, until nothing moves: %.2f ms\n", ms_since(start));
    program.frames.clear();
    for (int n = 0; n < 40; ++n)
        harness.settle();
    std::sort(program.frames.begin(), program.frames.end());
    std::printf("frame: median %.2f ms, 95th of 100 %.2f ms of processor (at most 8)\n",
                program.frames[program.frames.size() / 2], program.frames[program.frames.size() * 95 / 100]);
    return 0;
}
