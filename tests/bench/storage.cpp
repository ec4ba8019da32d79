// What keeping costs: bench_storage [VAULT...]. One durable answer beside a bare write with fdatasync and beside plain
// SQLite, in one run and turn about; then, for each demo vault named, how many pages the everyday screens read.
// bench_storage --save VAULT TIMES saves that often and prints nothing, for callgrind.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sqlcipher/sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/cli/demo.h"
#include "storage/sealed/session_log.h"
#include "storage/vault/vault_of.h"
#include "tests/bench/figures.h"
#include "tests/bench/pages.h"

using namespace rapport;

namespace {

constexpr int answers = 1'700; ///< what one session's file has room for
constexpr int batch = 50;      ///< then the next one's turn, so that a busy moment of the disk meets all alike

[[noreturn]] void stop(const char* what)
{
    std::fprintf(stderr, "bench_storage: %s\n", what);
    std::exit(1);
}

double micros(const std::function<bool()>& work)
{
    const auto from = std::chrono::steady_clock::now();
    if (!work()) stop("could not save");
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - from).count();
}

struct Way {
    const char* name;
    std::function<bool()> save;
    std::vector<double> took{};
    [[nodiscard]] double at(double share)
    {
        std::sort(took.begin(), took.end());
        return took[static_cast<std::size_t>(share * static_cast<double>(took.size() - 1))];
    }
};

sqlite3* plain_sqlite(const std::string& path)
{
    sqlite3* database = nullptr;
    if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) stop("cannot open plain sqlite");
    const char* setup =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE answer (id INTEGER PRIMARY KEY, "
        "session INTEGER, item INTEGER, value INTEGER, at INTEGER);";
    if (sqlite3_exec(database, setup, nullptr, nullptr, nullptr) != SQLITE_OK) stop("cannot set up plain sqlite");
    return database;
}

void saves(const std::string& folder)
{
    const int file = ::open((folder + "/raw").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const std::string page(4096, 'r');
    for (int i = 0; i < answers; ++i) // its room is its own beforehand, as a session's is
        if (::write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size())) stop("cannot write");
    ::fsync(file);
    off_t at = 0;

    sqlite3* database = plain_sqlite(folder + "/plain.db");
    sqlite3_stmt* insert = nullptr;
    const char* words = "INSERT INTO answer (session, item, value, at) VALUES (1, 2, 3, 1790000000000)";
    if (sqlite3_prepare_v2(database, words, -1, &insert, nullptr) != SQLITE_OK) stop("cannot prepare");

    for (const char* name : {"/drafts", "/inbox"})
        if (::mkdir((folder + name).c_str(), 0700) != 0) stop("cannot make a folder");
    const auto keys = sealed::InboxKeys::make();
    sealed::Job job;
    job.session = sealed::random_id();
    job.key = sealed::Secret::random(32);
    job.inbox = keys.public_key;
    job.drafts_folder = folder + "/drafts";
    job.inbox_folder = folder + "/inbox";
    job.expires_utc_ms = std::int64_t{1} << 50;
    std::vector<sealed::Act> replay;
    auto log = sealed::SessionLog::open(job, replay);
    if (!log) stop("cannot begin a session");
    sealed::Act act;
    act.kind = sealed::ActKind::answered;
    act.item = "7";

    Way ways[] = {{"4 KiB written, fdatasync",
                   [&] {
                       const bool done = ::pwrite(file, page.data(), page.size(), at) > 0 && ::fdatasync(file) == 0;
                       at += static_cast<off_t>(page.size());
                       return done;
                   }},
                  {"plain SQLite, WAL, FULL",
                   [&] { return sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK; }},
                  {"one answer, sealed", [&] {
                       act.value = (act.value + 1) % 5;
                       return log->append(act).ok();
                   }}};
    for (int done = 0; done < answers; done += batch)
        for (Way& way : ways)
            for (int i = 0; i < batch; ++i)
                way.took.push_back(micros(way.save));
    std::printf("%-28s %10s %10s %8s %8s\n", "durable save", "p50 us", "p99 us", "p50 x", "p99 x");
    for (Way& way : ways)
        std::printf("%-28s %10.0f %10.0f %8.2f %8.2f\n", way.name, way.at(0.5), way.at(0.99),
                    way.at(0.5) / ways[0].at(0.5), way.at(0.99) / ways[0].at(0.99));
    const char* const names[] = {"raw", "sqlite", "ours"};
    for (std::size_t i = 0; i < std::size(ways); ++i) {
        bench::figure(std::string("save.p50.") + names[i], ways[i].at(0.5));
        bench::figure(std::string("save.p99.") + names[i], ways[i].at(0.99));
    }
    sqlite3_finalize(insert);
    sqlite3_close(database);
    ::close(file);
}

/// For counting instructions: one administration after another into a demo vault, each a transaction of its own
/// (RELIABILITY.md has the command). The vault's size is what differs between runs.
void save_into(const std::string& folder, int times)
{
    auto vault = vault::Vault::open(folder, cli::demo_user(), sealed::Secret::copy_of(cli::demo_passphrase()),
                                    vault::system_clock());
    if (!vault) stop(std::string(vault.error().fault.name).c_str());
    sealed::Id person{};
    auto& database = vault::VaultOf::core(*vault).database;
    static_cast<void>(database.each("SELECT id FROM main.person ORDER BY id LIMIT 1", {}, [&](const vault::Row& row) {
        person = row.id(0);
        return false;
    }));
    const instruments::Definition* const phq9 = vault->instrument("phq-9");
    if (phq9 == nullptr) stop("no PHQ-9");
    for (int i = 0; i < times; ++i) {
        vault::Administration one;
        one.person = person;
        one.instrument = "phq-9";
        one.finished_ms = vault->now_ms() + i;
        for (std::size_t item = 0; item < phq9->items.size(); ++item)
            one.response.items.push_back(instruments::Answer::chose(item == 8 ? 0 : 1));
        if (!vault->add_administration(std::move(one))) stop("could not save");
    }
}

} // namespace

int main(int count, char** words)
{
    if (!sealed::prepare_process().ok()) return 3;
    const std::vector<std::string> given(words + 1, words + count);
    if (given.size() == 3 && given[0] == "--save") {
        save_into(given[1], std::atoi(given[2].c_str()));
        return 0;
    }
    std::string folder = "/tmp/rapport-bench-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) return 3;
    saves(folder);
    if (!given.empty()) bench::print_pages(given);
    return std::system(("rm -rf '" + folder + "'").c_str()) == 0 ? 0 : 3;
}
