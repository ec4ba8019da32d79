#include "storage/sealed/secret.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <sodium.h>

namespace rapport::sealed {

namespace {

constexpr std::size_t smallest_room = 64;

[[noreturn]] void stop(const char* why)
{
    std::fputs(why, stderr);
    std::abort();
}

unsigned char* guarded(std::size_t size)
{
    if (sodium_init() < 0) stop("rapport: libsodium did not start\n");
    void* memory = sodium_malloc(size);
    // sodium_malloc does not say when its own mlock failed, and a key that can be swapped out is not kept.
    if (memory == nullptr || sodium_mlock(memory, size) != 0)
        stop("rapport: no locked memory for secrets; raise the memlock limit (ulimit -l)\n");
    sodium_memzero(memory, size);
    return static_cast<unsigned char*>(memory);
}

bool continues_a_code_point(unsigned char byte)
{
    return (byte & 0xC0U) == 0x80U;
}

} // namespace

Secret::Secret(std::size_t size) : data_(size == 0 ? nullptr : guarded(size)), size_(size), capacity_(size) {}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0))
{
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        sodium_free(data_);
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
        capacity_ = std::exchange(other.capacity_, 0);
    }
    return *this;
}

Secret::~Secret()
{
    sodium_free(data_);
}

Secret Secret::random(std::size_t size)
{
    Secret secret(size);
    if (size != 0) randombytes_buf(secret.data_, size);
    return secret;
}

Secret Secret::copy_of(ByteView bytes)
{
    Secret secret(bytes.size());
    if (!bytes.empty()) std::memcpy(secret.data_, bytes.data(), bytes.size());
    return secret;
}

Secret Secret::copy() const
{
    return copy_of(view());
}

void Secret::append(ByteView bytes)
{
    if (bytes.empty()) return;
    const std::size_t needed = size_ + bytes.size();
    if (needed > capacity_) {
        Secret larger(std::max(smallest_room, needed * 2));
        if (size_ != 0) std::memcpy(larger.data_, data_, size_);
        std::memcpy(larger.data_ + size_, bytes.data(), bytes.size());
        larger.size_ = needed;
        *this = std::move(larger);
        return;
    }
    std::memcpy(data_ + size_, bytes.data(), bytes.size());
    size_ = needed;
}

void Secret::drop_last_code_point()
{
    // UTF-8 has at most three continuation bytes, so malformed text loses at most four bytes at a time.
    constexpr int longest = 4;
    for (int dropped = 0; size_ != 0 && dropped < longest; ++dropped) {
        --size_;
        const bool more = continues_a_code_point(data_[size_]);
        sodium_memzero(data_ + size_, 1);
        if (!more) return;
    }
}

void Secret::clear()
{
    *this = Secret();
}

} // namespace rapport::sealed
