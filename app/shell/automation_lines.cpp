#include "app/shell/automation.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rapport::shell {
namespace {

constexpr std::size_t longest_line = 1U << 20U;

} // namespace

AutomationLines::AutomationLines(int descriptor, std::function<void()> wake)
    : descriptor_(descriptor), wake_(std::move(wake))
{
    if (pipe2(stop_, O_CLOEXEC) == 0) reader_ = std::thread([this] { read_lines(); });
}

AutomationLines::~AutomationLines()
{
    if (stop_[1] >= 0) close(stop_[1]);
    if (reader_.joinable()) reader_.join();
    if (stop_[0] >= 0) close(stop_[0]);
}

std::vector<std::string> AutomationLines::take()
{
    const std::lock_guard lock(guard_);
    return std::exchange(waiting_, {});
}

void AutomationLines::read_lines()
{
    std::string line;
    char bytes[4096];
    while (true) {
        pollfd ready[2] = {{descriptor_, POLLIN, 0}, {stop_[0], POLLIN, 0}};
        if (poll(ready, 2, -1) < 0) {
            if (errno == EINTR) continue;
            return;
        }
        if (ready[1].revents != 0) return;
        const ssize_t got = read(descriptor_, bytes, sizeof bytes);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) return;
        for (ssize_t at = 0; at < got; ++at) {
            if (bytes[at] != '\n') {
                line += bytes[at];
                continue;
            }
            {
                const std::lock_guard lock(guard_);
                waiting_.push_back(std::move(line));
            }
            line.clear();
            wake_();
        }
        if (line.size() > longest_line) return;
    }
}

void AutomationLines::answer(std::string line) const
{
    line += '\n';
    for (std::size_t sent = 0; sent < line.size();) {
        const ssize_t now = send(descriptor_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
        if (now < 0 && errno == EINTR) continue;
        if (now <= 0) return;
        sent += static_cast<std::size_t>(now);
    }
}

} // namespace rapport::shell
