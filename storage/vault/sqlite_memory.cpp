#include "storage/vault/sqlite_memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory_resource>
#include <mutex>
#include <new>
#include <vector>

#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/resource.h>

namespace rapport::vault {

namespace {

/// How much of it may be locked: the rest of what the system allows is for keys and passphrases, which will not do
/// without.
std::size_t most_locked()
{
    constexpr std::size_t for_secrets = std::size_t{2} << 20U;
    rlimit limit{};
    if (::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return 0;
    if (limit.rlim_cur == RLIM_INFINITY) return std::numeric_limits<std::size_t>::max();
    return limit.rlim_cur > 2 * for_secrets ? limit.rlim_cur - for_secrets : limit.rlim_cur / 2;
}

/// Whole pages from the kernel. Where the system lets no more be locked, they serve all the same: swap is encrypted or
/// off on a device that is fit (storage/sealed/device_check.h).
class LockedPages final : public std::pmr::memory_resource {
public:
    LockedPages() { spare_.reserve(most_spare); }
    void lock_again()
    {
        const std::lock_guard hold(mutex_);
        for (const auto* const some : {&stretches_, &spare_})
            for (const Stretch& stretch : *some)
                if (stretch.locked) static_cast<void>(::mlock(stretch.at, stretch.size));
    }

private:
    struct Stretch {
        void* at = nullptr;
        std::size_t size = 0;
        bool locked = false;
    };
    static constexpr std::size_t least = std::size_t{64} << 10U;
    static constexpr std::size_t most_spare = 16;

    void* do_allocate(std::size_t bytes, std::size_t) override
    {
        const std::size_t size = (bytes + least - 1) / least * least;
        const std::lock_guard hold(mutex_);
        if (const auto spare = std::ranges::find(spare_, size, &Stretch::size); spare != spare_.end()) {
            stretches_.push_back(*spare);
            spare_.erase(spare);
            return stretches_.back().at;
        }
        stretches_.reserve(stretches_.size() + 1);
        void* const at = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (at == MAP_FAILED) throw std::bad_alloc();
        const bool locked = size <= most_locked_ - std::min(locked_, most_locked_) && ::mlock(at, size) == 0;
        if (locked) locked_ += size;
        static_cast<void>(::madvise(at, size, MADV_DONTDUMP));
        stretches_.push_back({at, size, locked});
        return at;
    }
    void do_deallocate(void* at, std::size_t, std::size_t) override
    {
        const std::lock_guard hold(mutex_);
        const auto found = std::ranges::find(stretches_, at, &Stretch::at);
        if (spare_.size() < most_spare) {
            spare_.push_back(*found);
        } else {
            static_cast<void>(::munmap(found->at, found->size));
            if (found->locked) locked_ -= found->size;
        }
        stretches_.erase(found);
    }
    [[nodiscard]] bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override
    {
        return this == &other;
    }

    std::mutex mutex_{};
    const std::size_t most_locked_ = most_locked();
    std::size_t locked_ = 0;
    std::vector<Stretch> stretches_{};
    std::vector<Stretch> spare_{}; ///< given back, wiped, and still locked: asking the kernel again costs more
};

/// For as long as the process lives: SQLite holds memory until its very end.
struct Pool {
    LockedPages pages;
    std::pmr::synchronized_pool_resource blocks{{.max_blocks_per_chunk = 1024, .largest_required_pool_block = 16384},
                                                &pages};
};
Pool* pool = nullptr;

/// Stands before each block, as far as its alignment asks.
struct alignas(std::max_align_t) Head {
    std::size_t size = 0;
};

int rounded(int size)
{
    constexpr int step = alignof(std::max_align_t);
    return (size + step - 1) / step * step;
}

Head* head_of(void* block)
{
    return static_cast<Head*>(block) - 1;
}

int size_of(void* block)
{
    return block == nullptr ? 0 : static_cast<int>(head_of(block)->size);
}

void* take(int size)
{
    const auto payload = static_cast<std::size_t>(rounded(size));
    const std::size_t whole = payload + sizeof(Head);
    void* raw = nullptr;
    if (pool == nullptr) {
        raw = std::malloc(whole);
    } else {
        try {
            raw = pool->blocks.allocate(whole, alignof(Head));
        } catch (const std::bad_alloc&) {
            raw = nullptr; // SQLite knows how to go without
        }
    }
    if (raw == nullptr) return nullptr;
    return new (raw) Head{payload} + 1;
}

void give_back(void* block)
{
    if (block == nullptr) return;
    Head* const head = head_of(block);
    const std::size_t whole = head->size + sizeof(Head);
    ::explicit_bzero(head, whole);
    if (pool == nullptr)
        std::free(head);
    else
        pool->blocks.deallocate(head, whole, alignof(Head));
}

void* take_other(void* block, int size)
{
    if (size_of(block) == rounded(size)) return block;
    void* const other = take(size);
    if (other == nullptr) return nullptr;
    std::memcpy(other, block, static_cast<std::size_t>(std::min(size_of(block), size)));
    give_back(block);
    return other;
}

} // namespace

Blocks usual_blocks()
{
#if defined(__SANITIZE_ADDRESS__)
    return Blocks::apart;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return Blocks::apart;
#else
    return Blocks::pooled;
#endif
#else
    return Blocks::pooled;
#endif
}

bool use_wiped_memory(Blocks blocks)
{
    static const bool ours = [blocks] {
        if (blocks == Blocks::pooled) pool = new Pool();
        static constexpr sqlite3_mem_methods methods{
            take, give_back, take_other, size_of, rounded, [](void*) { return SQLITE_OK; }, [](void*) {}, nullptr};
        const bool taken = sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
        return taken;
    }();
    return ours;
}

void lock_sqlite_memory_again()
{
    if (pool != nullptr) pool->pages.lock_again();
}

} // namespace rapport::vault
