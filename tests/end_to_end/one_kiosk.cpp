#include "tests/end_to_end/one_kiosk.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

#include "app/cli/files.h"
#include "instruments/reader.h"

namespace rapport::test {

namespace {

void must(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::exit(EXIT_FAILURE);
}

} // namespace

OneClinic::OneClinic(const std::vector<std::string>& instruments, bool auto_advance)
{
    std::string pattern = "/tmp/rapport-one-XXXXXX";
    const char* made = ::mkdtemp(pattern.data());
    must(made != nullptr, "no folder could be made");
    folder = made;
    must(cli::make_folder(folder + "/drafts").ok() && cli::make_folder(folder + "/inbox").ok(), "no folder");
    job.session = sealed::random_id();
    job.key = sealed::Secret::random(32);
    job.inbox = inbox.public_key;
    job.drafts_folder = folder + "/drafts";
    job.inbox_folder = folder + "/inbox";
    job.label = "Today";
    job.demo = true;
    job.auto_advance = auto_advance;
    job.expires_utc_ms = std::int64_t{1} << 50;
    for (const std::string& id : instruments)
        for (const auto& bundled : instruments::bundled_definitions())
            if (bundled.name == id + ".json") job.instruments.push_back({id, std::string(bundled.json)});
    must(job.instruments.size() == instruments.size(), "an instrument is not bundled");
}

OneClinic::~OneClinic()
{
    static_cast<void>(cli::remove_folder(folder));
}

sealed::OpenedSession OneClinic::read() const
{
    for (const char* where : {"/drafts/", "/inbox/"}) {
        auto opened = sealed::open_session_file(folder + where + sealed::hex(job.session) + ".rvs", inbox, &job.key);
        if (opened) return *std::move(opened);
    }
    return {};
}

OneKiosk::OneKiosk(const sealed::Job& job, const std::string& size, bool full_screen)
{
    auto pipe = cli::make_pipe();
    auto socket = cli::make_socket_pair();
    must(pipe.ok() && socket.ok(), "no pipe");
    std::vector<std::string> arguments{"--job-fd", "3", "--automation-fd", "4", "--window", size};
    if (full_screen) arguments.emplace_back("--full-screen");
    auto child =
        cli::start(std::string(RAPPORT_BIN) + "/rapport-kiosk", arguments, {pipe->first.get(), socket->second.get()});
    must(child.ok(), "rapport-kiosk could not be started");
    process = *child;
    pipe->first.close();
    socket->second.close();
    const auto bytes = sealed::write_job(job);
    must(::write(pipe->second.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "no job");
    pipe->second.close();
    screen.emplace(std::move(socket->first), 60);
    must(screen->wait_for_page("welcome").ok(), "the kiosk did not start");
}

OneKiosk::~OneKiosk()
{
    if (!runs()) return;
    ::kill(process, SIGKILL);
    static_cast<void>(cli::wait_for(process));
}

bool OneKiosk::runs() const
{
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

cli::SeenNode OneKiosk::node(const std::string& id)
{
    auto found = screen->wait_for_node(id);
    must(found.ok(), id.c_str());
    return *found;
}

} // namespace rapport::test
