// How fast PCL-5 is scored from its definition, beside numpy and a loop written by hand, all in one run.
// Not a test: it prints, and a person compares with the limits.
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "instruments/columns.h"
#include "instruments/prepared.h"
#include "instruments/reader.h"
#include "tests/bench/figures.h"

using namespace rapport::instruments;

namespace {

/// How many administrations; both can be made smaller by the first argument, for running under a simulator.
std::size_t one_by_one = 100'000;
std::size_t bulk = 1'000'000;
/// Blanks of which the administrations one by one are made; the second argument leaves one of the two.
std::vector<int> percents = {0, 5};

/// Instructions this process retires in user space, where the kernel and the machine let them be counted.
class InstructionCounter {
public:
    InstructionCounter()
    {
        perf_event_attr wish{};
        wish.type = PERF_TYPE_HARDWARE;
        wish.size = sizeof wish;
        wish.config = PERF_COUNT_HW_INSTRUCTIONS;
        wish.exclude_kernel = 1;
        wish.exclude_hv = 1;
        file_ = static_cast<int>(syscall(SYS_perf_event_open, &wish, 0, -1, -1, 0));
    }
    ~InstructionCounter()
    {
        if (file_ >= 0) close(file_);
    }
    InstructionCounter(const InstructionCounter&) = delete;
    InstructionCounter& operator=(const InstructionCounter&) = delete;

    [[nodiscard]] bool counts() const { return file_ >= 0; }
    [[nodiscard]] long long now() const
    {
        long long count = 0;
        if (file_ < 0 || read(file_, &count, sizeof count) != sizeof count) return 0;
        return count;
    }

private:
    int file_ = -1;
};

double seconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Cost {
    double instructions = 0;
    double nanoseconds = 0;
};

/// The median of five runs of `work` over `count` responses, for one response.
template <class Work>
Cost cost(const InstructionCounter& counter, std::size_t count, Work work)
{
    std::vector<double> times;
    std::vector<double> instructions;
    for (int run = 0; run < 5; ++run) {
        const long long before = counter.now();
        const double begin = seconds();
        work();
        times.push_back((seconds() - begin) * 1e9 / static_cast<double>(count));
        instructions.push_back(static_cast<double>(counter.now() - before) / static_cast<double>(count));
    }
    std::sort(times.begin(), times.end());
    std::sort(instructions.begin(), instructions.end());
    return {instructions[2], times[2]};
}

void print(const InstructionCounter& counter, const char* what, Cost cost)
{
    if (counter.counts())
        std::printf("%-52s %8.0f instructions  %8.1f ns\n", what, cost.instructions, cost.nanoseconds);
    else
        std::printf("%-52s %8.1f ns (instructions cannot be counted here)\n", what, cost.nanoseconds);
}

std::vector<Response> responses(std::size_t count, std::size_t items, int percent_missing)
{
    std::mt19937_64 random(1);
    std::vector<Response> all(count);
    for (Response& response : all)
        for (std::size_t item = 0; item < items; ++item) {
            const auto dice = random();
            response.items.push_back(static_cast<int>(dice % 100) < percent_missing
                                         ? Answer::none(Missing::declined)
                                         : Answer::chose(static_cast<int>(dice / 100 % 5)));
        }
    return all;
}

volatile double sink = 0;

void single(const InstructionCounter& counter, const Definition& pcl)
{
    const PreparedKey key(pcl);
    const Context nobody;
    for (const int percent : percents) {
        const auto all = responses(one_by_one, pcl.items.size(), percent);
        const std::string blanks = percent == 0 ? ", complete" : ", 5 % blanks";
        Scored out;
        print(counter, ("prepared key, one administration" + blanks).c_str(), cost(counter, all.size(), [&] {
                  double sum = 0;
                  for (const Response& response : all) {
                      key.score(response, nobody, out);
                      sum += out.scores[0].lowest;
                  }
                  sink = sum;
              }));
        print(counter, ("by the letter of the rule" + blanks).c_str(), cost(counter, all.size(), [&] {
                  double sum = 0;
                  for (const Response& response : all)
                      sum += score(pcl, response, nobody).scores[0].lowest;
                  sink = sum;
              }));
    }
}

struct Hand {
    std::int16_t total, b, c, d, e;
    bool pattern;
};

/// What a programmer would write for this one questionnaire: no blanks, no definition.
void by_hand(const std::vector<std::int8_t>& rows, std::vector<Hand>& out)
{
    for (std::size_t row = 0; row < out.size(); ++row) {
        const std::int8_t* const a = rows.data() + row * 20;
        int sums[4] = {};
        int high[4] = {};
        for (int i = 0; i < 20; ++i) {
            const int cluster = i < 5 ? 0 : i < 7 ? 1 : i < 14 ? 2 : 3;
            sums[cluster] += a[i];
            high[cluster] += a[i] >= 2 ? 1 : 0;
        }
        out[row] = {static_cast<std::int16_t>(sums[0] + sums[1] + sums[2] + sums[3]),
                    static_cast<std::int16_t>(sums[0]),
                    static_cast<std::int16_t>(sums[1]),
                    static_cast<std::int16_t>(sums[2]),
                    static_cast<std::int16_t>(sums[3]),
                    high[0] >= 1 && high[1] >= 1 && high[2] >= 2 && high[3] >= 2};
    }
}

double numpy_rate()
{
    // As numpy comes: what tells its libraries about another processor than this one is taken away.
    const std::string command = "env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE " RAPPORT_PYTHON " " RAPPORT_BENCH
                                "/pcl5_numpy.py " +
                                std::to_string(bulk);
    FILE* const out = popen(command.c_str(), "r"); // NOLINT(cert-env33-c): our own script, no input from anywhere
    if (out == nullptr) return 0;
    char line[64] = {};
    const bool read = std::fgets(line, sizeof line, out) != nullptr;
    pclose(out);
    return read ? std::strtod(line, nullptr) : 0;
}

void in_bulk(const InstructionCounter& counter, const Definition& pcl)
{
    std::mt19937_64 random(1);
    std::vector<std::int8_t> rows(bulk * 20);
    for (std::int8_t& answer : rows)
        answer = static_cast<std::int8_t>(random() % 5);
    std::vector<std::vector<std::int8_t>> columns(20, std::vector<std::int8_t>(bulk));
    AnswerColumns answers;
    for (std::size_t item = 0; item < 20; ++item) {
        for (std::size_t row = 0; row < bulk; ++row)
            columns[item][row] = rows[row * 20 + item];
        answers.items.push_back(columns[item].data());
    }
    answers.rows = bulk;

    const ColumnKey key(pcl);
    ScoredColumns out;
    std::vector<Hand> hand(bulk);
    if (!key.score(answers, out)) std::abort();
    const Cost ours = cost(counter, bulk, [&] {
        if (!key.score(answers, out)) std::abort();
    });
    const Cost loop = cost(counter, bulk, [&] { by_hand(rows, hand); });
    for (std::size_t row = 0; row < bulk; ++row) { // neither skipped any work
        const std::int16_t want[] = {hand[row].total, hand[row].b, hand[row].c, hand[row].d, hand[row].e};
        for (std::size_t s = 0; s < 5; ++s)
            if (out.value(s, row) != want[s]) std::abort();
        if ((out.tri(0, row) == Tri::met) != hand[row].pattern) std::abort();
    }
    const double numpy = numpy_rate();
    const std::string name = "score." + std::to_string(bulk);
    rapport::bench::figure(name + ".ours", 1e9 / ours.nanoseconds);
    rapport::bench::figure(name + ".hand", 1e9 / loop.nanoseconds);
    if (numpy > 0) rapport::bench::figure(name + ".numpy", numpy);
    print(counter, "columns from the definition, in bulk", ours);
    print(counter, "a row loop written by hand, in bulk", loop);
    std::printf("columns from the definition: %.1f M/s; by hand: %.1f M/s", 1e3 / ours.nanoseconds,
                1e3 / loop.nanoseconds);
    if (numpy > 0)
        std::printf("; numpy: %.2f M/s; ours over numpy: %.1f\n", numpy / 1e6, 1e9 / ours.nanoseconds / numpy);
    else
        std::printf("; numpy is not installed here\n");
}

} // namespace

int main(int count, char** arguments)
{
    if (count > 1) one_by_one = bulk = std::strtoul(arguments[1], nullptr, 10);
    if (count > 2) percents = {std::atoi(arguments[2])};
    const Definition* const pcl = find_in_library("pcl-5");
    if (pcl == nullptr) return 1;
    const InstructionCounter counter;
    single(counter, *pcl);
    in_bulk(counter, *pcl);
    return 0;
}
