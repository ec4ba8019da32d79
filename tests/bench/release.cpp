// How long each file of a release takes and what memory it needs, beside the plain clock of the machine. Not a test:
// prints and judges nothing. bench_release [PEOPLE] [VISITS]: 6250 and 8 are 50,000 administrations of 20 items, a
// million answers. bench_release memory: what a whole release holds at most with 10,000 answers and with 5,000,000,
// each in a process of its own, the answers packed as they come from a vault.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/release/packed.h"
#include "storage/release/writers.h"
#include "tests/release/clinic.h"

namespace {

using namespace rapport;
using Clock = std::chrono::steady_clock;

/// Takes bytes and forgets them.
class NoSink final : public release::Sink {
public:
    Status open(std::string_view) override { return {}; }
    Status write(std::string_view bytes) override
    {
        sum += bytes.size();
        return {};
    }
    Result<std::string> close() override { return std::string("none"); }
    std::size_t sum = 0;
};

double megabytes()
{
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    return static_cast<double>(use.ru_maxrss) / 1024;
}

template <class Work>
void timed(const char* what, Work&& work)
{
    NoSink sink;
    const auto begun = Clock::now();
    const auto made = work(sink);
    const double spent = std::chrono::duration<double>(Clock::now() - begun).count();
    std::printf("%-22s %8.3f s %9.1f MB out %9.1f MiB peak%s\n", what, spent, static_cast<double>(sink.sum) / 1e6,
                megabytes(), made ? "" : "  FAILED");
}

/// Invented people whose answers come out of their number each time.
class Invented final : public release::Source {
public:
    explicit Invented(int visits) : visits_(visits) {}
    Result<std::span<const release::Record>> again(const std::string& person, std::string_view) override
    {
        clinic::Random random(std::stoull(person));
        const std::string code = clinic::random_code(random);
        given_.clear();
        const int born = 1935 + clinic::below(random, 70);
        const char* const sex = clinic::below(random, 2) == 0 ? "female" : "male";
        for (int visit = 1; visit <= visits_; ++visit) {
            given_.push_back(clinic::row(person, code, "pcl-5", visit, 19000 + 7 * visit, random));
            given_.back().year_of_birth = born;
            given_.back().sex = sex;
            given_.back().site = "Site A";
            given_.back().clinician = "one";
        }
        return std::span<const release::Record>(given_);
    }

private:
    int visits_;
    std::vector<release::Record> given_;
};

int hold(int people, int visits)
{
    const double before = megabytes();
    const auto source = std::make_shared<Invented>(visits);
    const auto roll = std::make_shared<release::Roll>();
    const auto packed = std::make_shared<release::Packed>();
    for (int person = 0; person < people; ++person) {
        std::vector<const release::Record*> all;
        for (const release::Record& record : *source->again(std::to_string(1'000'000 + person), {}))
            all.push_back(&record);
        roll->add(all);
        packed->add(all);
    }
    const release::Gathered all{roll, packed};
    const double gathered = megabytes();
    const auto policy = clinic::policy();
    const auto data = release::deidentify(all, policy);
    if (!data) return 1;
    const double planned = megabytes();
    NoSink sink;
    const auto begun = Clock::now();
    const bool wrote = release::write_bundle(*data, {}, clinic::library(), policy, sink).ok();
    const double spent = std::chrono::duration<double>(Clock::now() - begun).count();
    const double written = megabytes();
    const auto table = release::aggregate(all, clinic::library(), policy);
    if (!wrote || !table) return 1;
    std::printf("%9d answers: %.1f MiB before, %.1f gathered, %.1f planned, %.1f when all files were written "
                "(%.1f s), %.1f with tables\n",
                people * visits * 20, before, gathered, planned, written, spent, megabytes());
    return 0;
}

int in_a_process_of_its_own(int people, int visits)
{
    std::fflush(stdout);
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string many = std::to_string(people);
        const std::string often = std::to_string(visits);
        ::execl("/proc/self/exe", "bench_release", "hold", many.c_str(), often.c_str(), nullptr);
        ::_exit(3);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace

int main(int count, char** words)
{
    const std::string what = count > 1 ? words[1] : "";
    if (what == "hold" && count == 4) return hold(std::atoi(words[2]), std::atoi(words[3]));
    if (what == "memory") return in_a_process_of_its_own(50, 10) + in_a_process_of_its_own(25'000, 10) == 0 ? 0 : 1;
    clinic::Shape shape;
    shape.people = count > 1 ? std::atoi(words[1]) : 6250;
    shape.least_visits = shape.most_visits = count > 2 ? std::atoi(words[2]) : 8;
    clinic::Random random(1);
    const auto records = clinic::make(shape, random);
    const auto policy = clinic::policy();
    std::printf("%zu administrations; records in memory: %.1f MiB peak\n", records.size(), megabytes());
    auto begun = Clock::now();
    const auto data = release::deidentify(records, policy);
    if (!data) return 1;
    std::printf("%-22s %8.3f s %29.1f MiB peak\n", "k search, all of it",
                std::chrono::duration<double>(Clock::now() - begun).count(), megabytes());
    begun = Clock::now();
    const auto table = release::aggregate(records, clinic::library(), policy);
    std::printf("%-22s %8.3f s %29.1f MiB peak\n", "tables",
                std::chrono::duration<double>(Clock::now() - begun).count(), megabytes());
    const auto definitions = clinic::library();
    const auto book = release::make_codebook(*data, definitions);
    if (!book) return 1;
    const release::Sheet& sheet = book->wide.front();
    std::vector<std::string> cut;
    timed("long.csv", [&](auto& sink) { return release::write_items_csv(*data, *book, sink); });
    timed("scores.csv", [&](auto& sink) { return release::write_scores_csv(*data, *book, sink); });
    timed("wide.csv", [&](auto& sink) { return release::write_wide_csv(*data, sheet, sink); });
    timed(".sav",
          [&](auto& sink) { return release::write_stat_file(*data, sheet, release::StatFormat::sav, sink, cut); });
    timed(".dta",
          [&](auto& sink) { return release::write_stat_file(*data, sheet, release::StatFormat::dta, sink, cut); });
    timed(".xpt",
          [&](auto& sink) { return release::write_stat_file(*data, sheet, release::StatFormat::xpt, sink, cut); });
    timed(".xlsx", [&](auto& sink) { return release::write_workbook(*data, *book, sheet, sink); });
    timed("redcap_data.csv", [&](auto& sink) { return release::write_redcap_data(*data, *book, sink); });
    timed("fhir_bundle.json", [&](auto& sink) { return release::write_fhir(*data, *book, policy, sink); });
    timed("odm.xml", [&](auto& sink) { return release::write_odm(*data, *book, policy, sink); });
    timed("whole bundle", [&](auto& sink) { return release::write_bundle(*data, table, definitions, policy, sink); });
    return 0;
}
