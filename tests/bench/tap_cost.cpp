#include "tests/bench/tap_cost.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace rapport::bench {

namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& file)
{
    std::ifstream in(file);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

double field(const std::string& text, const std::string& name)
{
    const std::size_t at = text.find("\n" + name);
    return at == std::string::npos ? 0 : std::atof(text.c_str() + at + 1 + name.size());
}

template <class Each>
void each_thread(const std::vector<pid_t>& processes, Each each)
{
    for (const pid_t process : processes) {
        std::error_code gone;
        for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(process) + "/task", gone))
            each(task.path());
    }
}

} // namespace

std::vector<pid_t> tree_of(pid_t root)
{
    std::vector<pid_t> found{root};
    for (std::size_t at = 0; at < found.size(); ++at) {
        std::error_code gone;
        for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(found[at]) + "/task", gone)) {
            std::istringstream children(text_of(task.path() / "children"));
            for (pid_t child = 0; children >> child;)
                found.push_back(child);
        }
    }
    return found;
}

double processor_ns(const std::vector<pid_t>& processes)
{
    double sum = 0;
    each_thread(processes, [&](const fs::path& task) { sum += std::atof(text_of(task / "schedstat").c_str()); });
    return sum;
}

long switches(const std::vector<pid_t>& processes)
{
    double sum = 0;
    each_thread(processes, [&](const fs::path& task) {
        const std::string status = text_of(task / "status");
        sum += field(status, "voluntary_ctxt_switches:") + field(status, "nonvoluntary_ctxt_switches:");
    });
    return static_cast<long>(sum);
}

Memory memory(const std::vector<pid_t>& processes)
{
    Memory sum;
    for (const pid_t process : processes) {
        const std::string rollup = text_of("/proc/" + std::to_string(process) + "/smaps_rollup");
        sum.pss += field(rollup, "Pss:");
        sum.rss += field(rollup, "Rss:");
        sum.anonymous += field(rollup, "Anonymous:");
    }
    return sum;
}

pid_t x_server()
{
    const char* display = std::getenv("DISPLAY");
    if (display == nullptr) return 0;
    const std::string lock = "/tmp/.X" + std::string(display).substr(1, std::string(display).find('.') - 1) + "-lock";
    return static_cast<pid_t>(std::atoi(text_of(lock).c_str()));
}

double median(std::vector<double> of)
{
    if (of.empty()) return 0;
    std::sort(of.begin(), of.end());
    return of.size() % 2 == 1 ? of[of.size() / 2] : (of[of.size() / 2 - 1] + of[of.size() / 2]) / 2;
}

} // namespace rapport::bench
