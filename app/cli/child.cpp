#include "app/cli/child.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace rapport::cli {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept
{
    if (this != &other) {
        close();
        number_ = other.release();
    }
    return *this;
}

int Descriptor::release()
{
    return std::exchange(number_, -1);
}

void Descriptor::close()
{
    if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Result<Ends> make_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return Error{fault::cannot_start, "pipe"};
    return Ends{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<Ends> make_socket_pair()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return Error{fault::cannot_start, "socketpair"};
    return Ends{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<pid_t> start(const std::string& program, const std::vector<std::string>& arguments,
                    const std::vector<int>& given, int standard_error)
{
    // Moved out of the way first, so that placing one at 3 + i cannot overwrite another that stands there.
    // Standard error goes to its place before any of them, for it may itself stand at 3 + i.
    std::vector<Descriptor> moved;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (standard_error >= 0) posix_spawn_file_actions_adddup2(&actions, standard_error, STDERR_FILENO);
    for (std::size_t i = 0; i < given.size(); ++i) {
        moved.emplace_back(::fcntl(given[i], F_DUPFD_CLOEXEC, 64));
        posix_spawn_file_actions_adddup2(&actions, moved.back().get(), 3 + static_cast<int>(i));
    }

    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);

    pid_t child = 0;
    const int failed = ::posix_spawn(&child, program.c_str(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) return Error{fault::cannot_start, program.substr(program.rfind('/') + 1)};
    return child;
}

Ending wait_for(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return {};
    if (WIFSIGNALED(status)) return {128 + WTERMSIG(status), true};
    return {WEXITSTATUS(status), false};
}

} // namespace rapport::cli
