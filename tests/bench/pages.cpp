#include "tests/bench/pages.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <sys/resource.h>

#include "app/cli/demo.h"
#include "storage/vault/audit.h"
#include "storage/vault/definitions.h"
#include "storage/vault/files.h"
#include "storage/vault/kdf.h"
#include "storage/vault/kept_keys.h"
#include "storage/vault/open_vault.h"
#include "storage/vault/schema.h"
#include "storage/vault/slots.h"
#include "storage/vault/user_notes.h"
#include "storage/vault/vault_of.h"
#include "tests/bench/figures.h"

namespace rapport::bench {

namespace {

using namespace rapport::vault;

constexpr double page_bytes = 4096;

[[noreturn]] void stop(const Error& error)
{
    std::fprintf(stderr, "bench_storage: %s %s\n", std::string(error.fault.name).c_str(), error.detail.c_str());
    std::exit(1);
}

template <class T>
T must(Result<T> result)
{
    if (!result) stop(result.error());
    return std::move(*result);
}

void must(const Status& status)
{
    if (!status) stop(status.error());
}

double seconds_since(std::chrono::steady_clock::time_point from)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

Vault opened(const std::string& folder)
{
    return must(Vault::open(folder, cli::demo_user(), sealed::Secret::copy_of(cli::demo_passphrase()), system_clock()));
}

int read_so_far(Vault& vault)
{
    return VaultOf::core(vault).database.pages_read();
}

/// The steps of `enter` (open_vault.cpp), each with the pages it read from a cold cache.
struct Opening {
    int ready = 0;       ///< both databases keyed, their owner and schema checked: the first row can be read
    int instruments = 0; ///< definitions and wordings of the clinic's own
    int proof = 0;       ///< the audit's last 1,000 lines
    int settled = 0;     ///< users compared with the header
};

Opening opening_of(const std::string& folder)
{
    const Header header = must(load_header(folder));
    const RoleKeys keys = must(unlock(header, cli::demo_user(), sealed::Secret::copy_of(cli::demo_passphrase())));
    VaultLock lock = must(VaultLock::take(folder));
    Connection database = must(open_databases(lock, folder, {keys.responses, keys.identity}));
    Core core = make_core(std::move(lock), std::move(database), folder, header, cli::demo_user(), keys, system_clock(),
                          system_boot_clock());
    Opening out;
    int before = 0;
    const auto since = [&] {
        const int now = core.database.pages_read();
        return now - std::exchange(before, now);
    };
    must(load_kept_keys(core));
    must(migrate(core.database));
    must(check_databases(core));
    out.ready = since();
    must(load_instruments(core));
    out.instruments = since();
    const std::int64_t last = must(core.database.count("SELECT max(sequence) FROM main.audit"));
    static_cast<void>(must(check_chain(core, std::max<std::int64_t>(1, last - 999))));
    out.proof = since();
    must(reconcile_users(core));
    out.settled = since();
    return out;
}

struct Size {
    std::int64_t people = 0;
    std::int64_t administrations = 0;
    sealed::Id busiest{};
};

Size size_of(const std::string& folder)
{
    Vault vault = opened(folder);
    Connection& database = VaultOf::core(vault).database;
    Size size;
    size.people = must(database.count("SELECT count(*) FROM main.person"));
    size.administrations = must(database.count("SELECT count(*) FROM main.administration"));
    must(database.each("SELECT person FROM main.person_row ORDER BY administrations DESC, person LIMIT 1", {},
                       [&](const Row& row) {
                           size.busiest = row.id(0);
                           return false;
                       }));
    return size;
}

struct Screens {
    int alerts = 0;
    int due = 0;
    int person = 0;
    int look = 0; ///< of `person`: the audit's line that somebody looked
    int everybody = 0;
    std::size_t open_alerts = 0;
    std::size_t visits = 0;
    std::size_t rows = 0;
};

/// Each from a cold cache of its own, but for the schema, which the first statement reads.
Screens screens_of(const std::string& folder, const sealed::Id& person)
{
    Screens out;
    {
        Vault vault = opened(folder);
        int before = read_so_far(vault);
        out.open_alerts = must(vault.open_alerts()).size();
        out.alerts = read_so_far(vault) - before;
        before = read_so_far(vault);
        out.visits = must(vault.visits_due(static_cast<std::int32_t>(vault.now_ms() / 86'400'000))).size();
        out.due = read_so_far(vault) - before;
    }
    {
        Vault vault = opened(folder);
        const int before = read_so_far(vault);
        out.rows = must(vault.administrations(person)).size();
        out.person = read_so_far(vault) - before;
    }
    {
        Vault vault = opened(folder);
        const int before = read_so_far(vault);
        must(note_look(VaultOf::core(vault), "view_person", sealed::hex(person)));
        out.look = read_so_far(vault) - before;
    }
    Vault vault = opened(folder);
    const int before = read_so_far(vault);
    static_cast<void>(must(vault.people()));
    out.everybody = read_so_far(vault) - before;
    return out;
}

/// A pass over every answer, as a release makes it, and the mean of each first score beside it.
void print_pass(const std::string& folder, const Size& size)
{
    Vault vault = opened(folder);
    const int before = read_so_far(vault);
    std::int64_t answers = 0;
    double sum = 0;
    const auto from = std::chrono::steady_clock::now();
    must(vault.for_each_administration([&](const Person&, const Administration& one) {
        answers += static_cast<std::int64_t>(one.response.items.size());
        if (!one.scores.empty()) sum += one.scores.front().value.value_or(0);
        return true;
    }));
    const double took = seconds_since(from);
    const double bytes = page_bytes * (read_so_far(vault) - before);
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    std::printf("%8lld %10lld %10lld %8.2f %10.0f %12.1f %8ld   (sum %.0f)\n", static_cast<long long>(size.people),
                static_cast<long long>(size.administrations), static_cast<long long>(answers), took,
                static_cast<double>(size.administrations) / took, bytes / static_cast<double>(answers),
                used.ru_maxrss / 1024, sum);
}

void print_unlock(const std::string& folder, const Size& size)
{
    const KdfCost cost = must(load_header(folder)).users.front().wrap.cost;
    std::vector<double> kdf;
    std::vector<double> whole;
    for (int round = 0; round < 9; ++round) {
        kdf.push_back(seconds_of(cost));
        const auto from = std::chrono::steady_clock::now();
        static_cast<void>(opened(folder));
        whole.push_back(seconds_since(from));
    }
    std::ranges::sort(kdf);
    std::ranges::sort(whole);
    std::printf("unlock %.0f ms, its derivation alone %.0f ms (%llu MiB, %u passes): %.0f ms besides\n",
                1000 * whole[4], 1000 * kdf[4], static_cast<unsigned long long>(cost.memory_bytes >> 20U), cost.passes,
                1000 * (whole[4] - kdf[4]));
    const std::string name = "unlock." + std::to_string(size.people);
    figure(name + ".ours", 1000 * whole[4]);
    figure(name + ".kdf", 1000 * kdf[4]);
}

} // namespace

void print_pages(const std::vector<std::string>& vaults)
{
    std::printf("\npages of 4 KiB read from a cold cache\n%8s %8s | %6s %6s %6s %6s | %7s %7s %7s %7s %9s\n", "people",
                "answered", "ready", "own", "proof", "users", "alerts", "due", "person", "(look)", "everybody");
    std::vector<Size> sizes;
    for (const std::string& folder : vaults) {
        const std::string place = must(absolute(folder));
        const Size size = sizes.emplace_back(size_of(place));
        const Opening opening = opening_of(place);
        const Screens screens = screens_of(place, size.busiest);
        std::printf("%8lld %8lld | %6d %6d %6d %6d | %7d %7d %7d %7d %9d   %zu alerts, %zu due, %zu of the person\n",
                    static_cast<long long>(size.people), static_cast<long long>(size.administrations), opening.ready,
                    opening.instruments, opening.proof, opening.settled, screens.alerts, screens.due, screens.person,
                    screens.look, screens.everybody, screens.open_alerts, screens.visits, screens.rows);
        const std::string people = std::to_string(size.people);
        figure("pages." + people + ".ready", opening.ready);
        figure("pages." + people + ".person", screens.person - screens.look);
    }
    std::printf("\na pass over all answers, each row's MAC checked\n%8s %10s %10s %8s %10s %12s %8s\n", "people",
                "answered", "answers", "seconds", "a second", "bytes/answer", "RSS MiB");
    for (std::size_t i = 0; i < vaults.size(); ++i)
        print_pass(vaults[i], sizes[i]);
    std::printf("\n");
    for (std::size_t i = 0; i < vaults.size(); ++i)
        print_unlock(vaults[i], sizes[i]);
}

} // namespace rapport::bench
