#include "dying.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rapport::hub::test {

namespace {
constexpr int died = 9;
}

void DyingFiles::step()
{
    if (left_-- <= 0) ::_exit(died);
}

int DyingFiles::open(const char* path, int flags, unsigned mode)
{
    if ((flags & (O_CREAT | O_TRUNC)) != 0) step();
    return disk_.open(path, flags, mode);
}

std::int64_t DyingFiles::write_at(int descriptor, const void* bytes, std::size_t size, std::uint64_t offset)
{
    // What was being written when it died is there in part.
    if (left_ == 0) static_cast<void>(disk_.write_at(descriptor, bytes, size / 2, offset));
    step();
    return disk_.write_at(descriptor, bytes, size, offset);
}

bool survives(const std::function<void()>& work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(0);
    }
    int ending = 0;
    ::waitpid(child, &ending, 0);
    return WIFEXITED(ending) && WEXITSTATUS(ending) == 0;
}

} // namespace rapport::hub::test
