#include "tests/sealed/refusing_system.h"

#include <cerrno>
#include <cstdarg>

#include <dirent.h>
#include <sys/resource.h>

namespace rapport::sealed::test {

namespace {

Call refused = Call::none;
int with = 0;

bool refuses(Call call)
{
    if (refused != call) return false;
    errno = with;
    return true;
}

} // namespace

Refuses::Refuses(Call call, int number)
{
    refused = call;
    with = number;
}

Refuses::~Refuses()
{
    refused = Call::none;
}

} // namespace rapport::sealed::test

using rapport::sealed::test::Call;
using rapport::sealed::test::refuses;

extern "C" {

int __real_sodium_init();
int __wrap_sodium_init()
{
    return refuses(Call::sodium_init) ? -1 : __real_sodium_init();
}

int __real_setrlimit(__rlimit_resource_t what, const struct rlimit* limit);
int __wrap_setrlimit(__rlimit_resource_t what, const struct rlimit* limit)
{
    return refuses(Call::setrlimit) ? -1 : __real_setrlimit(what, limit);
}

int __real_prctl(int option, ...);
int __wrap_prctl(int option, ...)
{
    if (refuses(Call::prctl)) return -1;
    std::va_list given;
    va_start(given, option);
    const unsigned long value = va_arg(given, unsigned long);
    va_end(given);
    return __real_prctl(option, value, 0UL, 0UL, 0UL);
}

char* __real_realpath(const char* path, char* into);
char* __wrap_realpath(const char* path, char* into)
{
    return refuses(Call::realpath) ? nullptr : __real_realpath(path, into);
}

DIR* __real_opendir(const char* path);
DIR* __wrap_opendir(const char* path)
{
    return refuses(Call::opendir) ? nullptr : __real_opendir(path);
}

struct dirent* __real_readdir(DIR* listing);
struct dirent* __wrap_readdir(DIR* listing)
{
    return refuses(Call::readdir) ? nullptr : __real_readdir(listing);
}
}
