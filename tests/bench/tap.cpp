// Tap to next question, by an outside eye: a click through the X server, then the pixels of the screen until the next
// question is there. The real kiosk, with each answer on the disk before it is shown, beside a page written by hand in
// Chromium with its answers in memory, in turns on one display without a graphics card.
//   xvfb-run -a -s '-screen 0 1280x800x24' build/release/bin/bench_tap [--quick | --alone] [--idle SECONDS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <cstring>
#include <thread>

#include "tests/bench/chromium_page.h"
#include "tests/bench/figures.h"
#include "tests/bench/tap_cost.h"
#include "tests/end_to_end/one_kiosk.h"
#include "tests/end_to_end/outside.h"

namespace {

using namespace rapport;
using std::chrono::milliseconds;
using test::Outside;
using test::Spot;

void wait_ms(int ms)
{
    std::this_thread::sleep_for(milliseconds(ms));
}

/// What is known of one program over all rounds.
struct Found {
    std::vector<double> tap_ms;    ///< click to next question
    std::vector<double> shown_ms;  ///< click to the choice shown (ours only)
    std::vector<double> next_ms;   ///< Next to next question (ours only)
    std::vector<double> cpu_ms;    ///< per tap, the program's tree
    std::vector<double> server_ms; ///< per tap, the X server
    double pss_mib = 0, rss_mib = 0;
    long idle_switches = 0;
    double idle_cpu_percent = 0;
    int idle_seconds = 0;
    double growth_kib = 0;
};

struct Looks {
    Outside& eye;
    std::vector<Spot> spots;
    std::vector<std::uint64_t> before{};
    void remember()
    {
        before.clear();
        for (const Spot& spot : spots)
            before.push_back(eye.look(spot));
    }
    /// Milliseconds until every spot looks otherwise, or -1.
    double all_changed()
    {
        const auto began = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < spots.size(); ++i)
            if (!eye.wait_for_change(spots[i], before[i], 2e7)) {
                std::fprintf(stderr, "spot %zu stayed as it was\n", i);
                return -1;
            }
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    }
};

void fail(const char* what)
{
    std::fprintf(stderr, "%s\n", what);
    std::exit(EXIT_FAILURE);
}

struct Cost {
    pid_t program;
    pid_t server = bench::x_server();
    double program_ns = bench::processor_ns(bench::tree_of(program));
    double server_ns = bench::processor_ns({server});
    void note(Found& found, int taps) const
    {
        found.cpu_ms.push_back((bench::processor_ns(bench::tree_of(program)) - program_ns) / 1e6 / taps);
        found.server_ms.push_back((bench::processor_ns({server}) - server_ns) / 1e6 / taps);
    }
};

void rest(Found& found, pid_t program, int seconds)
{
    const auto processes = bench::tree_of(program);
    const long before = bench::switches(processes);
    const double cpu = bench::processor_ns(processes);
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    found.idle_switches = bench::switches(processes) - before;
    found.idle_cpu_percent = (bench::processor_ns(processes) - cpu) / 1e7 / seconds;
    found.idle_seconds = seconds;
}

/// All of a bar, as far as it is worth a look.
Spot strip(const cli::SeenNode& node)
{
    return {node.x, node.y, std::min(node.width, 900), std::min(node.height, 32)};
}

/// The first line of a question's own words, which the stem that every question has stands over.
Spot own_words(const cli::SeenNode& question)
{
    return {question.x, question.y + 36, std::min(question.width, 900), 32};
}

/// One tap: the choice shown, then 250 ms by rule, then the next question.
void our_round(Outside& eye, Found& found, int taps)
{
    const test::OneClinic clinic({"pcl-5"});
    test::OneKiosk kiosk(clinic.job, "1280x800");
    if (!kiosk.screen->click("welcome.begin") || !kiosk.screen->click("part.start")) fail("no first question");
    const auto card = kiosk.node("option.1");
    const Spot ring{card.x + 12, card.y + 4, 48, card.height - 8};
    Looks looks{eye, {strip(kiosk.node("progress")), own_words(kiosk.node("question")), ring}};
    wait_ms(500);
    const Cost cost{kiosk.process};
    for (int tap = 0; tap < taps; ++tap) {
        looks.remember();
        const std::uint64_t unchosen = looks.before[2];
        const auto began = std::chrono::steady_clock::now();
        const auto gone = [&] {
            return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
        };
        eye.click(card.x + 500, card.y + card.height / 2);
        if (!eye.wait_for_change(ring, unchosen)) fail("the choice was not shown");
        found.shown_ms.push_back(gone());
        looks.before[2] = eye.look(ring);
        // Nothing comes before the 250 ms are over; an eye that looks all the while takes a core and the X server's
        // time.
        wait_ms(240 - static_cast<int>(gone()));
        if (looks.all_changed() < 0) fail("the next question did not come");
        found.tap_ms.push_back(gone() - 250);
        wait_ms(50);
    }
    cost.note(found, taps);
    const bench::Memory memory = bench::memory(bench::tree_of(kiosk.process));
    found.pss_mib = memory.pss / 1024;
    found.rss_mib = memory.rss / 1024;
    int answered = 0;
    for (const sealed::Act& act : clinic.read().acts)
        answered += act.kind == sealed::ActKind::answered ? 1 : 0;
    if (answered != taps) fail("an answer that was shown is not on the disk");
}

/// Next and Back, over and over: each question shown is one act on the disk.
void our_thousand(Outside& eye, Found& found, int questions, int idle)
{
    const test::OneClinic clinic({"pcl-5"}, false);
    test::OneKiosk kiosk(clinic.job, "1280x800");
    if (!kiosk.screen->click("welcome.begin") || !kiosk.screen->click("part.start")) fail("no first question");
    for (int item = 0; item < 10; ++item)
        if (!kiosk.screen->click("option.1") || !kiosk.screen->click("next")) fail("no next question");
    for (int item = 0; item < 10; ++item)
        if (!kiosk.screen->click("back")) fail("no way back");
    const auto next = kiosk.node("next");
    const auto back = kiosk.node("back");
    Looks looks{eye, {strip(kiosk.node("progress")), own_words(kiosk.node("question"))}};
    wait_ms(500);
    // Not PSS: a neighbour that comes or goes with the same libraries would change it.
    const auto taken = [&] { return bench::memory({kiosk.process}).anonymous; };
    const double before = taken();
    for (int at = 0; at < questions; ++at) {
        const bool on = at / 10 % 2 == 0;
        const auto& button = on ? next : back;
        looks.remember();
        const auto began = std::chrono::steady_clock::now();
        eye.click(button.x + button.width / 2, button.y + button.height / 2);
        if (looks.all_changed() < 0) fail("the question did not change");
        const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
        if (on) found.next_ms.push_back(ms);
    }
    found.growth_kib = taken() - before;
    wait_ms(500);
    if (idle > 0) rest(found, kiosk.process, idle);
}

void html_round(Outside& eye, Found& found, int taps, int idle)
{
    const bench::ChromiumPage chromium;
    // The page's ground is one flat colour once it is there.
    const Spot ground{60, 780, 8, 8};
    for (int waited = 0; waited < 300 && eye.pixels(ground).front() != 0xF6F4EF; ++waited)
        wait_ms(100);
    if (eye.pixels(ground).front() != 0xF6F4EF) fail("the page did not come");
    wait_ms(2000);
    constexpr int y = 16 + 48 + 8 + 48 + 152 + 80 + 36;
    Looks looks{eye, {{120, 16, 300, 24}, {120, 128, 900, 60}}};
    const Cost cost{chromium.process};
    for (int tap = 0; tap < taps; ++tap) {
        looks.remember();
        const auto began = std::chrono::steady_clock::now();
        eye.click(620, y);
        if (looks.all_changed() < 0) fail("the page's next question did not come");
        found.tap_ms.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
        wait_ms(300);
    }
    cost.note(found, taps);
    const bench::Memory memory = bench::memory(bench::tree_of(chromium.process));
    found.pss_mib = memory.pss / 1024;
    found.rss_mib = memory.rss / 1024;
    if (idle > 0) rest(found, chromium.process, idle);
}

std::string spread(std::vector<double> of)
{
    if (of.empty()) return "-";
    std::sort(of.begin(), of.end());
    char text[64];
    std::snprintf(text, sizeof text, "%.2f [%.2f-%.2f]", bench::median(of), of[of.size() / 20],
                  of[of.size() - 1 - of.size() / 20]);
    return text;
}

void row(const char* what, const std::string& ours, const std::string& html, double ratio)
{
    std::printf("%-46s %-24s %-24s", what, ours.c_str(), html.c_str());
    if (ratio > 0) std::printf(" %.2f", ratio);
    std::printf("\n");
}

std::string number(double value, const char* unit)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.3g %s", value, unit);
    return text;
}

} // namespace

int main(int argc, char** argv)
{
    const bool quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
    const bool alone = argc > 1 && std::strcmp(argv[1], "--alone") == 0; // ours only, while working on it
    if (!sealed::prepare_process().ok()) fail("the process could not be made ready");
    Outside eye;
    Found ours;
    Found html;
    const int rounds = quick || alone ? 2 : 5;
    int idle = quick || alone ? 0 : 58; // the cover comes at 60
    if (argc > 3 && std::strcmp(argv[2], "--idle") == 0) idle = std::min(58, std::atoi(argv[3]));
    for (int round = 0; round < rounds; ++round) {
        our_round(eye, ours, 18);
        if (!alone) html_round(eye, html, 18, round + 1 == rounds ? idle : 0);
    }
    our_thousand(eye, ours, quick || alone ? 200 : 1000, idle);

    std::printf("%-46s %-24s %-24s %s\n", "", "rapport-kiosk", "HTML in Chromium", "ratio");
    const double html_tap = bench::median(html.tap_ms);
    row("tap to the choice shown, saved (ms)", spread(ours.shown_ms), "-", bench::median(ours.shown_ms) / html_tap);
    row("tap to next question, less the 250 ms (ms)", spread(ours.tap_ms), spread(html.tap_ms),
        bench::median(ours.tap_ms) / html_tap);
    row("Next to next question, act saved (ms)", spread(ours.next_ms), spread(html.tap_ms),
        bench::median(ours.next_ms) / html_tap);
    row("choice shown + Next, two taps (ms)", number(bench::median(ours.shown_ms) + bench::median(ours.next_ms), "ms"),
        spread(html.tap_ms), (bench::median(ours.shown_ms) + bench::median(ours.next_ms)) / html_tap);
    row("CPU per tap, process tree (ms)", spread(ours.cpu_ms), spread(html.cpu_ms),
        bench::median(ours.cpu_ms) / bench::median(html.cpu_ms));
    row("CPU per tap, X server (ms)", spread(ours.server_ms), spread(html.server_ms),
        bench::median(ours.server_ms) / bench::median(html.server_ms));
    row("memory PSS (MiB)", number(ours.pss_mib, "MiB"), number(html.pss_mib, "MiB"), ours.pss_mib / html.pss_mib);
    row("memory RSS (MiB)", number(ours.rss_mib, "MiB"), number(html.rss_mib, "MiB"), ours.rss_mib / html.rss_mib);
    if (idle > 0) {
        row("switches of all threads while idle", number(static_cast<double>(ours.idle_switches), ""),
            number(static_cast<double>(html.idle_switches), ""), 0);
        row("CPU idle (%)", number(ours.idle_cpu_percent, "%"), number(html.idle_cpu_percent, "%"), 0);
    }
    row(quick || alone ? "growth over 200 questions (KiB)" : "growth over 1,000 questions (KiB)",
        number(ours.growth_kib, "KiB"), "-", 0);
    const auto both = [](const std::string& name, double mine, double page) {
        bench::figure(name + ".ours", mine);
        if (page > 0) bench::figure(name + ".page", page);
    };
    bench::figure("tap.shown.ours", bench::median(ours.shown_ms));
    both("tap.next", bench::median(ours.tap_ms), html_tap);
    both("tap.cpu", bench::median(ours.cpu_ms), bench::median(html.cpu_ms));
    both("memory.pss", ours.pss_mib, html.pss_mib);
    both("idle.cpu", ours.idle_cpu_percent, html.idle_cpu_percent);
    both("idle.wakes", static_cast<double>(ours.idle_switches), static_cast<double>(html.idle_switches));
    bench::figure("idle.seconds", idle);
    bench::figure("memory.growth", ours.growth_kib);
    bench::figure("memory.questions", quick || alone ? 200 : 1000);
    return 0;
}
