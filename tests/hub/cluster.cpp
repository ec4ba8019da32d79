#include "cluster.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <arpa/inet.h>
#include <csignal>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rapport::hub::test {

namespace {

[[noreturn]] void give_up(const std::string& why)
{
    std::fprintf(stderr, "tests/hub: %s\n", why.c_str());
    std::exit(3);
}

std::string newest_programs()
{
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql"))
        if (std::filesystem::exists(entry.path() / "bin/initdb")) found.push_back(entry.path() / "bin");
    if (found.empty()) give_up("there is no PostgreSQL here; packaging/install.sh --tests installs it");
    return *std::ranges::max_element(found);
}

int free_port()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket, any, size) != 0 || ::getsockname(socket, any, &size) != 0) give_up("no free port");
    ::close(socket);
    return ntohs(address.sin_port);
}

} // namespace

Cluster& Cluster::get()
{
    static Cluster cluster;
    return cluster;
}

void Cluster::shell(const std::string& command) const
{
    if (std::system((command + " >>" + folder_ + "/setup.log 2>&1").c_str()) == 0) return;
    std::ifstream log(folder_ + "/setup.log");
    std::fprintf(stderr, "%s\n", std::string(std::istreambuf_iterator<char>(log), {}).c_str());
    fail("failed: " + command);
}

void Cluster::as_server(const std::string& command) const
{
    shell("cd " + folder_ + " && " + prefix_ + programs_ + "/" + command);
}

Cluster::Cluster() : programs_(newest_programs()), port_(free_port())
{
    std::string pattern = "/tmp/rapport-hub-server-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    certificate_ = folder_ + "/server.crt";
    shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=hub -addext "
          "subjectAltName=IP:127.0.0.1 -keyout " +
          folder_ + "/server.key -out " + certificate_);
    if (::getuid() == 0) {
        const passwd* const user = ::getpwnam("postgres") != nullptr ? ::getpwnam("postgres") : ::getpwnam("nobody");
        if (user == nullptr) fail("no user to run PostgreSQL as");
        prefix_ = "setpriv --reuid=" + std::to_string(user->pw_uid) + " --regid=" + std::to_string(user->pw_gid) +
                  " --clear-groups ";
        shell("chown -R " + std::to_string(user->pw_uid) + ":" + std::to_string(user->pw_gid) + " " + folder_);
    }
    as_server(
        "initdb -D " + folder_ +
        "/data --username=postgres --auth-local=trust --auth-host=scram-sha-256 --no-sync --encoding=UTF8 --locale=C");
    std::ofstream(folder_ + "/data/postgresql.conf", std::ios::app)
        << "port = " << port_ << "\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '" << folder_
        << "'\nfsync = off\nshared_buffers = 16MB\nmax_connections = 20\nlog_connections = on\nssl = on\n"
        << "ssl_cert_file = '" << certificate_ << "'\nssl_key_file = '" << folder_ << "/server.key'\n";
    as_server("pg_ctl -D " + folder_ + "/data -w -t 120 -l " + folder_ + "/log start");
    run("CREATE ROLE clinic LOGIN PASSWORD '" + std::string(password) + "'", {}, "postgres");
    // All that is said to it by the devices is written down, so that a marker has every chance to be found.
    run("ALTER ROLE clinic SET log_statement = 'all'", {}, "postgres");
    run("CREATE DATABASE hub OWNER clinic", {}, "postgres");
}

Cluster::~Cluster()
{
    take_away();
}

void Cluster::take_away() const
{
    thaw();
    const std::string stop =
        prefix_ + programs_ + "/pg_ctl -D " + folder_ + "/data -w -m immediate stop >/dev/null 2>&1";
    static_cast<void>(std::system(stop.c_str()));
    std::error_code problem;
    std::filesystem::remove_all(folder_, problem);
}

void Cluster::fail(const std::string& why) const
{
    take_away();
    give_up(why);
}

std::string Cluster::url(const std::string& database, int port) const
{
    return "postgresql://clinic@127.0.0.1:" + std::to_string(port == 0 ? port_ : port) + "/" + database +
           "?sslmode=disable";
}

std::string Cluster::url_by_tls(const std::string& certificate) const
{
    return "postgresql://clinic@127.0.0.1:" + std::to_string(port_) + "/hub?sslrootcert=" + certificate;
}

Rows Cluster::ask(const std::string& statement, const std::vector<Value>& values, const std::string& database)
{
    const auto address = read_address("host=" + folder_ + " port=" + std::to_string(port_) +
                                      " user=postgres sslmode=disable dbname=" + database);
    if (!address) fail("address");
    auto engine = Engine::connect(*address, {});
    if (!engine) fail("the superuser cannot connect: " + std::string(engine.error().fault.name));
    auto rows = engine->ask(statement, values);
    if (!rows) fail("SQL: " + statement + ": " + rows.error().detail);
    return std::move(*rows);
}

void Cluster::run(const std::string& statement, const std::vector<Value>& values, const std::string& database)
{
    static_cast<void>(ask(statement, values, database));
}

std::string Cluster::new_database()
{
    const std::string name = "hub" + std::to_string(++databases_);
    run("CREATE DATABASE " + name + " OWNER clinic", {}, "postgres");
    return name;
}

void Cluster::restart()
{
    as_server("pg_ctl -D " + folder_ + "/data -w -t 120 -m immediate -l " + folder_ + "/log restart");
}

void Cluster::signal_all(int signal) const
{
    std::ifstream file(folder_ + "/data/postmaster.pid");
    int postmaster = 0;
    file >> postmaster;
    if (postmaster <= 1) return;
    std::ifstream children("/proc/" + std::to_string(postmaster) + "/task/" + std::to_string(postmaster) + "/children");
    for (int child = 0; children >> child;)
        ::kill(child, signal);
    ::kill(postmaster, signal);
}

void Cluster::freeze() const
{
    signal_all(SIGSTOP);
}

void Cluster::thaw() const
{
    signal_all(SIGCONT);
}

} // namespace rapport::hub::test
