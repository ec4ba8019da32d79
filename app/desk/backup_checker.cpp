#include "app/desk/backup_checker.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/vault/faults.h"

extern char** environ;

namespace rapport::desk {
namespace {

constexpr std::size_t most_keys = 4096; // far below what a pipe holds, so writing never waits for a reader

std::string own_folder()
{
    std::error_code problem;
    return std::filesystem::read_symlink("/proc/self/exe", problem).parent_path().string();
}

/// Starts the program with the reading end as its descriptor 3 and nothing else of ours; below 0 when it did not start.
pid_t start(const std::string& program, const std::string& file, int keys)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    // Never 3 itself: giving a descriptor its own number would leave it closed on the other side.
    const int moved = ::fcntl(keys, F_DUPFD_CLOEXEC, 64);
    posix_spawn_file_actions_adddup2(&actions, moved, 3);
    std::vector<std::string> words{program, "vault", "check-backup", file, "--keys-fd", "3"};
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    pid_t child = -1;
    const int failed = ::posix_spawn(&child, program.c_str(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (moved >= 0) ::close(moved);
    return failed == 0 ? child : -1;
}

Status wait_for(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return Error{vault::fault::backup_damaged, "check"};
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return Error{vault::fault::backup_damaged, "check"};
}

Status run(const std::string& folder, const std::string& file, const sealed::Secret& keys)
{
    int ends[2];
    if (keys.size() > most_keys || ::pipe2(ends, O_CLOEXEC) != 0) return Error{fault::no_checker, "pipe"};
    const bool written = ::write(ends[1], keys.data(), keys.size()) == static_cast<ssize_t>(keys.size());
    ::close(ends[1]);
    const pid_t child = written ? start((folder.empty() ? own_folder() : folder) + "/rapport", file, ends[0]) : -1;
    ::close(ends[0]);
    if (child < 0) return Error{fault::no_checker, "rapport"};
    return wait_for(child);
}

} // namespace

vault::BackupCheck check_by_program(const std::string& folder)
{
    return [folder](const std::string& file, const sealed::Secret& keys) { return run(folder, file, keys); };
}

} // namespace rapport::desk
