// Ten tablets send finished sessions to a hub on this machine, in the same minute in which pgbench inserts rows of the
// same size, one a transaction, over as many connections. Then one desk brings them all down, and after that a few
// more.
//   bench_hub [SESSIONS]     2,000 unless said
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/resource.h>

#include "tests/hub/site.h"

using namespace rapport;
using namespace rapport::hub;
using namespace rapport::hub::test;

namespace {

constexpr std::size_t tablets = 10;

double seconds_of(const std::function<void()>& work)
{
    const auto from = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

long most_memory_kib()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

/// So many sessions more on a device: one real one, under new names. The hub looks no further into a file than its
/// header.
void multiply(const TestDevice& device, const std::string& real, std::size_t count)
{
    constexpr std::size_t id_at = 16;
    std::string bytes = real;
    for (std::size_t i = 0; i < count; ++i) {
        const Id id = sealed::random_id();
        std::copy(id.begin(), id.end(), bytes.begin() + id_at);
        std::ofstream(device.home.inbox() + "/" + sealed::hex(id) + ".rvs", std::ios::binary) << bytes;
    }
}

/// Rows a second, as pgbench says. The row is one that a tablet sent.
double pgbench_rate(Cluster& cluster)
{
    cluster.run("CREATE TABLE rapport_bench (LIKE rapport_record INCLUDING ALL)");
    cluster.run("ALTER TABLE rapport_bench OWNER TO clinic");
    const Rows row = cluster.ask("SELECT head, signature, body FROM rapport_record LIMIT 1");
    const auto hex = [&](int column) {
        const ByteView bytes = row.bytes(0, column);
        return sealed::hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    };
    const std::string script = cluster.folder() + "/insert.sql";
    std::ofstream(script) << "\\set place random(1, 4000000000000000000)\n"
                          << "INSERT INTO rapport_bench (site, device, sequence, head, signature, body) VALUES ('\\x"
                          << std::string(32, '1') << "', '\\x" << std::string(32, '2') << "', :place, '\\x" << hex(0)
                          << "', '\\x" << hex(1) << "', '\\x" << hex(2) << "') ON CONFLICT DO NOTHING;\n";
    const std::string out = cluster.folder() + "/pgbench.out";
    const std::string line = "PGPASSWORD=" + std::string(Cluster::password) +
                             " pgbench -n -c 10 -j 2 -T 10 -h 127.0.0.1 -p " + std::to_string(cluster.port()) +
                             " -U clinic -f " + script + " hub >" + out + " 2>&1";
    if (std::system(line.c_str()) != 0) std::printf("pgbench failed\n");
    std::ifstream read(out);
    for (std::string words; std::getline(read, words);)
        if (words.starts_with("tps = ")) return std::strtod(words.c_str() + 6, nullptr);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const std::size_t sessions = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 2000;
    Cluster& cluster = Cluster::get();
    cluster.run("ALTER ROLE clinic RESET log_statement");
    Site site(tablets + 1);
    const TestDevice& desk = site[tablets];
    const Id first = site.answer(site[0], 40);
    std::ifstream file(site[0].home.inbox() + "/" + sealed::hex(first) + ".rvs", std::ios::binary);
    const std::string real(std::istreambuf_iterator<char>(file), {});
    for (std::size_t i = 0; i < tablets; ++i)
        multiply(site[i], real, sessions / tablets);

    const long before = most_memory_kib();
    const double pushing = seconds_of([&] {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < tablets; ++i)
            threads.emplace_back([&, i] { site[i].push(); });
    });
    const double rate = static_cast<double>(sessions) / pushing;
    std::printf("sessions %zu of %zu bytes, tablets %zu\n", sessions, real.size(), tablets);
    std::printf("pushed a second %.0f\n", rate);
    const double anchor = pgbench_rate(cluster);
    std::printf("pgbench rows a second %.0f\nratio %.2f\n", anchor, anchor > 0 ? rate / anchor : 0);
    const double pulling = seconds_of([&] { desk.pull(); });
    std::printf("pulled a second %.0f\n", static_cast<double>(sessions) / pulling);
    std::printf("most memory, KiB: before %ld, after %ld\n", before, most_memory_kib());
    multiply(site[0], real, 100);
    site[0].push();
    std::printf("pull of 100 more, with %zu there: %.3f s\n", sessions, seconds_of([&] { desk.pull(); }));
    std::printf("pull of nothing: %.3f s\n", seconds_of([&] { desk.pull(); }));
}
