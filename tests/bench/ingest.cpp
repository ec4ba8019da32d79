// What taking in a session costs: bench_ingest VAULT... (each made by rapport demo; it gets 20 sessions more). A PCL-5
// answered on the tablet lies in the inbox, and is opened, scored and kept in one transaction; beside it, turn about,
// plain SQLite keeping 20 rows in one, with the journal that the vault has.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <sqlcipher/sqlite3.h>

#include "app/cli/demo.h"
#include "storage/sealed/session_log.h"
#include "storage/vault/vault.h"
#include "tests/bench/figures.h"

using namespace rapport;

namespace {

constexpr int sessions = 20;

[[noreturn]] void stop(const std::string& what)
{
    std::fprintf(stderr, "bench_ingest: %s\n", what.c_str());
    std::exit(1);
}

template <class T>
T must(Result<T> result)
{
    if (!result) stop(std::string(result.error().fault.name));
    return std::move(*result);
}

void must(const Status& status)
{
    if (!status) stop(std::string(status.error().fault.name));
}

double milliseconds(const std::function<void()>& work)
{
    const auto from = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
}

double median(std::vector<double> of)
{
    std::ranges::sort(of);
    return of[of.size() / 2];
}

/// As the tablet leaves it in the inbox.
void answer(vault::Vault& vault, const sealed::Id& person, int number)
{
    vault::SessionWish wish;
    wish.person = person;
    wish.visit = "Visit " + std::to_string(number);
    wish.session_number = number;
    wish.battery = {"pcl-5"};
    const sealed::Job job = must(vault.start_session(wish));
    std::vector<sealed::Act> before;
    auto log = must(sealed::SessionLog::open(job, before));
    const auto act = [&](sealed::ActKind kind, const std::string& item, int value) {
        sealed::Act done;
        done.kind = kind;
        done.item = item;
        done.value = value;
        done.utc_ms = vault.now_ms();
        must(log.append(done));
    };
    act(sealed::ActKind::part_begun, {}, 0);
    for (const instruments::Item& item : vault.instrument("pcl-5")->items)
        act(sealed::ActKind::answered, item.id, number % 5);
    act(sealed::ActKind::part_ended, {}, 0);
    must(log.finish());
}

class Plain {
public:
    explicit Plain(const std::string& path)
    {
        if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) stop("cannot open plain sqlite");
        run("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA; CREATE TABLE answer (id INTEGER PRIMARY KEY, "
            "session INTEGER, item INTEGER, value INTEGER, at INTEGER);");
    }
    Plain(const Plain&) = delete;
    Plain& operator=(const Plain&) = delete;
    ~Plain() { sqlite3_close(database_); }

    void keep_twenty()
    {
        run("BEGIN");
        for (int item = 0; item < 20; ++item)
            run("INSERT INTO answer (session, item, value, at) VALUES (1, 2, 3, 1790000000000)");
        run("COMMIT");
    }

private:
    void run(const char* sql)
    {
        if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) stop("plain sqlite says no");
    }
    sqlite3* database_ = nullptr;
};

void measure(const std::string& folder, Plain& plain)
{
    auto vault = must(vault::Vault::open(folder, cli::demo_user(), sealed::Secret::copy_of(cli::demo_passphrase()),
                                         vault::system_clock()));
    static_cast<void>(must(vault.ingest()));
    const auto people = must(vault.people_after({}, 1));
    if (people.empty()) stop("nobody there");
    const auto count = static_cast<long long>(must(vault.people_count()));
    std::vector<double> ours;
    std::vector<double> beside;
    for (int number = 0; number < sessions; ++number) {
        answer(vault, people.front().person.id, 100 + number);
        vault::IngestReport report;
        ours.push_back(milliseconds([&] { report = must(vault.ingest()); }));
        if (report.sessions != 1 || report.administrations != 1) stop("a session was not taken in");
        beside.push_back(milliseconds([&] { plain.keep_twenty(); }));
    }
    std::printf("%lld people: a session taken in %.2f ms, 20 rows in plain SQLite %.2f ms\n", count, median(ours),
                median(beside));
    const std::string name = "ingest." + std::to_string(count);
    bench::figure(name + ".ours", median(ours));
    bench::figure(name + ".sqlite", median(beside));
}

} // namespace

int main(int count, char** words)
{
    if (!sealed::prepare_process().ok() || count < 2) return 2;
    std::string folder = "/tmp/rapport-bench-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) return 3;
    {
        Plain plain(folder + "/plain.db");
        for (int n = 1; n < count; ++n)
            measure(words[n], plain);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return 0;
}
