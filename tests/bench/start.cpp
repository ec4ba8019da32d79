// From the start of a program to its first picture on the screen, by an outside eye: bench_start VAULT [ROUNDS].
// `rapport run` on a demo vault until the passphrase is asked for, rapport-kiosk until it greets somebody, and Chromium
// until a page written by hand stands there, turn about on one display. The files are in the system's cache.
//   xvfb-run -a -s '-screen 0 1280x800x24 -noreset' build/release/bin/bench_start VAULT
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "app/cli/child.h"
#include "tests/bench/chromium_page.h"
#include "tests/bench/figures.h"
#include "tests/bench/tap_cost.h"
#include "tests/end_to_end/one_kiosk.h"
#include "tests/end_to_end/outside.h"

namespace {

using namespace rapport;
using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const char* what)
{
    std::fprintf(stderr, "bench_start: %s\n", what);
    std::exit(EXIT_FAILURE);
}

/// Down the middle of the screen, where each of the three has letters.
constexpr test::Spot middle{560, 0, 32, 800};

/// Letters have soft edges, so many colours; a window that has only been cleared has one.
bool painted(test::Outside& eye)
{
    constexpr std::size_t least_colours = 8;
    const auto pixels = eye.pixels(middle);
    return std::set<std::uint32_t>(pixels.begin(), pixels.end()).size() >= least_colours;
}

void wait_until(test::Outside& eye, bool there)
{
    const auto began = Clock::now();
    while (painted(eye) != there) {
        if (Clock::now() - began > std::chrono::seconds(60)) fail(there ? "nothing was painted" : "the screen stays");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

struct Way {
    const char* name;
    std::function<pid_t()> start;
    std::function<void()> stop;
    std::vector<double> wall{};
    std::vector<double> cpu{};
};

void round_of(test::Outside& eye, Way& way)
{
    wait_until(eye, false);
    const auto began = Clock::now();
    const pid_t process = way.start();
    wait_until(eye, true);
    way.wall.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    // What a child used that has ended again by now is not in it, which flatters Chromium.
    way.cpu.push_back(bench::processor_ns(bench::tree_of(process)) / 1e6);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    way.stop();
}

pid_t must(Result<pid_t> child)
{
    if (!child) fail("a program could not be started");
    return *child;
}

void end(pid_t child)
{
    ::kill(child, SIGTERM);
    static_cast<void>(cli::wait_for(child));
}

pid_t start_kiosk(const sealed::Job& job)
{
    auto pipe = cli::make_pipe();
    if (!pipe) fail("no pipe");
    const pid_t child =
        must(cli::start(RAPPORT_BIN "/rapport-kiosk", {"--job-fd", "3", "--window", "1280x800"}, {pipe->first.get()}));
    pipe->first.close();
    const auto bytes = sealed::write_job(job);
    if (::write(pipe->second.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) fail("no job");
    return child;
}

} // namespace

int main(int count, char** words)
{
    if (count < 2) return 2;
    if (!sealed::prepare_process().ok()) fail("the process could not be made ready");
    const std::string vault = words[1];
    const int rounds = count > 2 ? std::atoi(words[2]) : 7;
    test::Outside eye;
    const test::OneClinic clinic({"pcl-5"});
    pid_t child = 0;
    std::optional<bench::ChromiumPage> page;
    Way ways[] = {{"desk",
                   [&] {
                       child = must(cli::start(RAPPORT_BIN "/rapport", {"run", vault, "--window", "1280x800"}, {}));
                       return child;
                   },
                   [&] { end(child); }},
                  {"kiosk", [&] { return child = start_kiosk(clinic.job); }, [&] { end(child); }},
                  {"page", [&] { return page.emplace().process; }, [&] { page.reset(); }}};
    for (int round = 0; round < rounds; ++round)
        for (Way& way : ways)
            round_of(eye, way);
    std::printf("%-8s %22s %22s\n", "", "wall, ms", "processor, ms");
    for (Way& way : ways) {
        std::ranges::sort(way.wall);
        std::ranges::sort(way.cpu);
        std::printf("%-8s %8.0f [%.0f-%.0f] %12.0f [%.0f-%.0f]\n", way.name, bench::median(way.wall), way.wall.front(),
                    way.wall.back(), bench::median(way.cpu), way.cpu.front(), way.cpu.back());
        bench::figure(std::string("start.wall.") + way.name, bench::median(way.wall));
        bench::figure(std::string("start.cpu.") + way.name, bench::median(way.cpu));
    }
    return 0;
}
