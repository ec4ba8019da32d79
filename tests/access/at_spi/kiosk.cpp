#include "tests/access/at_spi/kiosk.h"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "app/cli/child.h"

namespace rapport::access::test {

namespace fs = std::filesystem;

Kiosk::Kiosk(bool auto_advance) : handover(folder, {{"pcl-5", session::test::bundled("pcl-5")}})
{
    handover.demo = true;
    handover.auto_advance = auto_advance;
    auto pipe = cli::make_pipe();
    auto socket = cli::make_socket_pair();
    EXPECT_TRUE(pipe.ok() && socket.ok());
    auto child = cli::start(std::string(RAPPORT_BIN) + "/rapport-kiosk",
                            {"--job-fd", "3", "--automation-fd", "4", "--window", "1280x800"},
                            {pipe->first.get(), socket->second.get()});
    EXPECT_TRUE(child.ok());
    process = *child;
    pipe->first.close();
    socket->second.close();
    const auto bytes = sealed::write_job(handover.job());
    EXPECT_EQ(::write(pipe->second.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    pipe->second.close();
    screen.emplace(std::move(socket->first), 30);
    EXPECT_TRUE(screen->wait_for_page("welcome"));
}

Kiosk::~Kiosk()
{
    ::kill(process, SIGKILL);
    static_cast<void>(cli::wait_for(process));
}

bool Kiosk::has_thread(const std::string& name) const
{
    for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
        std::string found;
        std::getline(std::ifstream(task.path() / "comm"), found);
        if (found == name) return true;
    }
    return false;
}

long Kiosk::wake_ups() const
{
    const std::string id = std::to_string(process);
    std::ifstream status("/proc/" + id + "/task/" + id + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("voluntary_ctxt_switches:")) return std::stol(line.substr(line.find(':') + 1));
    return -1;
}

} // namespace rapport::access::test
