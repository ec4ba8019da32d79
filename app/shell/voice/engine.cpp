#include "app/shell/voice/engine.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/shell/voice/voice.h"

namespace rapport::voice {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* engine = "/usr/bin/espeak-ng"; // no search path: nobody puts another program in its place
constexpr auto patience = std::chrono::seconds(10);
constexpr std::size_t most_output = std::size_t{64} << 20U; // half an hour of speech

/// A descriptor that closes itself.
class Owned {
public:
    explicit Owned(int number = -1) : number_(number) {}
    Owned(Owned&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Owned& operator=(Owned&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() { close_now(); }
    void close_now()
    {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }
    [[nodiscard]] int get() const { return number_; }

private:
    int number_;
};

/// A child that does not outlive its use.
class Child {
public:
    explicit Child(pid_t id) : id_(id) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child()
    {
        if (id_ <= 0) return;
        ::kill(id_, SIGKILL);
        static_cast<void>(ended_well());
    }
    bool ended_well()
    {
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0)
            if (errno != EINTR) return false;
        id_ = 0;
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    pid_t id_;
};

pid_t start(const std::vector<std::string>& arguments, int talk)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, talk, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, talk, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    std::vector<std::string> words{engine};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    std::string locale = "LC_ALL=C.UTF-8";
    std::array<char*, 2> environment{locale.data(), nullptr};
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, engine, &actions, nullptr, pointers.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? child : 0;
}

bool send_all(int to, std::string_view words)
{
    while (!words.empty()) {
        const ssize_t sent = ::send(to, words.data(), words.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        words.remove_prefix(static_cast<std::size_t>(sent));
    }
    return ::shutdown(to, SHUT_WR) == 0;
}

bool read_all(int from, std::string& into)
{
    std::array<char, 1 << 16> chunk{};
    const auto until = Clock::now() + patience;
    while (into.size() < most_output) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        if (left <= 0) return false;
        pollfd ready{from, POLLIN, 0};
        const int count = ::poll(&ready, 1, static_cast<int>(left));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        const ssize_t got = ::read(from, chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        if (got == 0) return true;
        into.append(chunk.data(), static_cast<std::size_t>(got));
    }
    return false;
}

} // namespace

Result<std::string> run_engine(const std::vector<std::string>& arguments, std::string_view words)
{
    // A socket and not a pipe: writing to an engine that died must be an answer, not a signal.
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return Error{fault::no_voice, "socket"};
    const Owned ours(ends[0]);
    Owned theirs(ends[1]);
    const pid_t id = start(arguments, theirs.get());
    if (id == 0) return Error{fault::no_voice, "espeak-ng"};
    Child child(id);
    theirs.close_now();
    std::string output;
    if (!send_all(ours.get(), words) || !read_all(ours.get(), output) || !child.ended_well())
        return Error{fault::no_voice, "espeak-ng"};
    return output;
}

} // namespace rapport::voice
