// What counting and writing out cost: bench_counts VAULT PLAIN. From the encrypted vault, a demo clinic's: number, mean
// and deviation of the answers by questionnaire and visit, and all answers as a de-identified CSV. PLAIN becomes an
// unencrypted SQLite file of the same answers, one row each, which table.py gives to the sqlite3 shell and to pandas.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <utility>

#include <sqlcipher/sqlite3.h>

#include "app/cli/demo.h"
#include "storage/outlet/folder_sink.h"
#include "storage/outlet/gather_records.h"
#include "storage/release/sheet.h"
#include "storage/release/writers.h"
#include "storage/vault/vault.h"
#include "tests/bench/figures.h"

using namespace rapport;
using Clock = std::chrono::steady_clock;

namespace {

[[noreturn]] void stop(const std::string& what)
{
    std::fprintf(stderr, "bench_counts: %s\n", what.c_str());
    std::exit(1);
}

template <class T>
T must(Result<T> result)
{
    if (!result) stop(std::string(result.error().fault.name) + " " + result.error().detail);
    return std::move(*result);
}

double seconds_since(Clock::time_point from)
{
    return std::chrono::duration<double>(Clock::now() - from).count();
}

/// The most memory held since `forget_peak`, without what unlocking took before.
void forget_peak()
{
    std::ofstream("/proc/self/clear_refs") << "5";
}

double peak_mib()
{
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;)
        if (word == "VmHWM:" && in >> word) return std::atof(word.c_str()) / 1024;
    return 0;
}

struct Sums {
    std::int64_t n = 0;
    std::int64_t sum = 0;
    std::int64_t squares = 0;
};
using Groups = std::map<std::pair<std::string, std::string>, Sums>;

Groups count(vault::Vault& vault)
{
    Groups groups;
    const Status read = vault.for_each_administration([&](const vault::Person&, const vault::Administration& one) {
        Sums& sums = groups[{one.instrument, one.visit}];
        for (const instruments::Answer& answer : one.response.items)
            if (answer.given()) {
                const std::int64_t value = answer.value();
                ++sums.n;
                sums.sum += value;
                sums.squares += value * value;
            }
        return true;
    });
    if (!read) stop(std::string(read.error().fault.name));
    return groups;
}

void run(sqlite3* database, const char* sql)
{
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) stop("plain sqlite says no");
}

void write_plain(vault::Vault& vault, const std::string& path)
{
    sqlite3* database = nullptr;
    if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) stop("cannot open plain sqlite");
    run(database, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE answer (person TEXT, instrument TEXT, "
                  "visit TEXT, day INTEGER, item INTEGER, value INTEGER); BEGIN");
    sqlite3_stmt* insert = nullptr;
    if (sqlite3_prepare_v2(database, "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?)", -1, &insert, nullptr) != SQLITE_OK)
        stop("cannot prepare");
    const auto text = [&](int at, const std::string& words) {
        sqlite3_bind_text(insert, at, words.c_str(), -1, SQLITE_TRANSIENT);
    };
    const Status read =
        vault.for_each_administration([&](const vault::Person& person, const vault::Administration& one) {
            int item = 0;
            for (const instruments::Answer& answer : one.response.items) {
                ++item;
                text(1, person.pseudonym);
                text(2, one.instrument);
                text(3, one.visit);
                sqlite3_bind_int(insert, 4, one.day);
                sqlite3_bind_int(insert, 5, item);
                if (answer.given())
                    sqlite3_bind_int(insert, 6, answer.value());
                else
                    sqlite3_bind_null(insert, 6);
                if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK) stop("cannot insert");
            }
            return true;
        });
    if (!read) stop(std::string(read.error().fault.name));
    sqlite3_finalize(insert);
    run(database, "COMMIT");
    sqlite3_close(database);
}

void measure_counting(vault::Vault& vault, const std::string& people)
{
    forget_peak();
    const auto from = Clock::now();
    const Groups groups = count(vault);
    const double took = seconds_since(from);
    Sums all;
    for (const auto& [name, sums] : groups) {
        all.n += sums.n;
        all.sum += sums.sum;
        all.squares += sums.squares;
    }
    std::printf("%s people: %lld answers in %zu groups counted in %.3f s, %.1f MiB\n", people.c_str(),
                static_cast<long long>(all.n), groups.size(), took, peak_mib());
    const std::string name = "count." + people;
    bench::figure(name + ".ours", took);
    bench::figure(name + ".mib", peak_mib());
    bench::figure(name + ".n", static_cast<double>(all.n));
    bench::figure(name + ".check", static_cast<double>(all.sum + all.squares));
}

/// Profile B, which has no groups of k to find and so leaves at any size.
void measure_export(vault::Vault& vault, const std::string& people, const std::string& out)
{
    release::Policy policy;
    policy.profile = "B";
    policy.project = "bench";
    policy.recipient = "nobody";
    policy.purpose = "measuring";
    forget_peak();
    const auto from = Clock::now();
    auto sink = must(outlet::FolderSink::make(out)); // taken away again, since it is never delivered
    const auto gathered = must(outlet::gather_records(vault, policy.project));
    const auto data = must(release::deidentify(gathered.all, policy));
    std::vector<const instruments::Definition*> definitions;
    for (const instruments::Definition& one : vault.instruments())
        if (gathered.administrations.contains(one.id)) definitions.push_back(&one);
    const auto book = must(release::make_codebook(data, definitions));
    static_cast<void>(must(release::write_items_csv(data, book, *sink)));
    const double took = seconds_since(from);
    std::printf("%s people: long CSV in %.3f s, %.1f MiB\n", people.c_str(), took, peak_mib());
    bench::figure("export." + people + ".ours", took);
    bench::figure("export." + people + ".mib", peak_mib());
}

} // namespace

int main(int count, char** words)
{
    if (!sealed::prepare_process().ok() || count != 3) return 2;
    const std::string plain = words[2];
    auto vault = must(vault::Vault::open(words[1], cli::demo_user(), sealed::Secret::copy_of(cli::demo_passphrase()),
                                         vault::system_clock()));
    const std::string people = std::to_string(must(vault.people_count()));
    measure_counting(vault, people);
    measure_export(vault, people, plain + ".out");
    write_plain(vault, plain);
    return 0;
}
