#include "tests/no_memory/failing_malloc.h"

#include <atomic>
#include <cerrno>
#include <cstddef>

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::atomic<bool> counting{false};
std::atomic<bool> refused{false};
std::atomic<long> asked{0};
long refuse_at = 0;
bool refuse_after = false;

bool refuse()
{
    if (!counting.load(std::memory_order_relaxed)) return false;
    const long now = asked.fetch_add(1) + 1;
    if (now != refuse_at && !(refuse_after && now > refuse_at)) return false;
    refused = true;
    errno = ENOMEM;
    return true;
}

} // namespace

// The C library's own, under the names by which it keeps them for whoever stands in front of malloc.
extern "C" {
void* __libc_malloc(std::size_t size);                          // NOLINT
void* __libc_calloc(std::size_t count, std::size_t size);       // NOLINT
void* __libc_realloc(void* old, std::size_t size);              // NOLINT
void* __libc_memalign(std::size_t alignment, std::size_t size); // NOLINT

void* malloc(std::size_t size) noexcept
{
    return refuse() ? nullptr : __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept
{
    return refuse() ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) noexcept
{
    return refuse() ? nullptr : __libc_realloc(old, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    return refuse() ? nullptr : __libc_memalign(alignment, size);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t size) noexcept
{
    if (refuse()) return ENOMEM;
    *out = __libc_memalign(alignment, size);
    return *out == nullptr ? ENOMEM : 0;
}
void* mmap(void* where, std::size_t size, int rights, int flags, int file, off_t offset) noexcept
{
    if (file < 0 && refuse()) return MAP_FAILED;
    // syscall gives back an address as a long.
    return reinterpret_cast<void*>(::syscall(SYS_mmap, where, size, rights, flags, file, offset)); // NOLINT
}
}

namespace rapport::test {

void refuse_memory(long at, bool for_ever)
{
    refuse_at = at;
    refuse_after = for_ever;
    asked = 0;
    refused = false;
    counting = true;
}

bool grant_memory()
{
    counting = false;
    return refused;
}

long requests()
{
    return asked;
}

} // namespace rapport::test
