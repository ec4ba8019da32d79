// How long each file of a release takes and what memory it needs, beside the plain clock of the machine. Not a test:
// prints and judges nothing. bench_release [PEOPLE] [VISITS]: 6250 and 8 are 50,000 administrations of 20 items, a
// million answers.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <sys/resource.h>

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

} // namespace

int main(int count, char** words)
{
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
