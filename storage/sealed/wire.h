#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "storage/sealed/secret.h"

/// Little-endian integers and length-prefixed bytes in bounded room. Both ends remember the first thing that did not
/// fit and do nothing from then on, so a caller looks once, at the end.
namespace rapport::sealed::wire {

/// Writes into `room` and counts on past its end: with no room at all it measures.
class Writer {
public:
    explicit Writer(std::span<unsigned char> room) : room_(room) {}

    template <std::integral T>
    void number(T value)
    {
        auto bits = static_cast<std::uint64_t>(value);
        std::array<unsigned char, sizeof(T)> bytes{};
        for (unsigned char& byte : bytes) {
            byte = static_cast<unsigned char>(bits & 0xFFU);
            bits >>= 8U;
        }
        raw(bytes);
    }

    void raw(std::span<const unsigned char> bytes)
    {
        if (needed_ <= room_.size() && bytes.size() <= room_.size() - needed_ && !bytes.empty())
            std::memcpy(room_.data() + needed_, bytes.data(), bytes.size());
        needed_ += bytes.size();
    }

    /// Length as 32 bits, then the bytes. Callers keep their own limits, all far below 4 GiB.
    void text(ByteView bytes)
    {
        number(static_cast<std::uint32_t>(bytes.size()));
        raw({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
    }

    /// Bytes asked for so far, whether or not they fitted.
    [[nodiscard]] std::size_t needed() const { return needed_; }
    [[nodiscard]] bool fits() const { return needed_ <= room_.size(); }

private:
    std::span<unsigned char> room_;
    std::size_t needed_ = 0;
};

/// Reads `bytes` from the front. After the first failure every number is 0 and every text empty.
class Reader {
public:
    explicit Reader(ByteView bytes) : rest_(bytes) {}

    template <std::integral T>
    [[nodiscard]] T number()
    {
        const ByteView bytes = raw(sizeof(T));
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8U * i);
        return static_cast<T>(bits);
    }

    /// Exactly `size` bytes, or none and a failure.
    [[nodiscard]] ByteView raw(std::size_t size)
    {
        if (failed_ || size > rest_.size()) {
            failed_ = true;
            return {};
        }
        const ByteView taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    template <std::size_t N>
    void into(std::array<std::uint8_t, N>& out)
    {
        const ByteView bytes = raw(N);
        if (!bytes.empty()) std::memcpy(out.data(), bytes.data(), N);
    }

    /// Length-prefixed bytes; a length above `most` is a failure whether or not the bytes are there.
    [[nodiscard]] ByteView text(std::size_t most)
    {
        const auto size = number<std::uint32_t>();
        if (size > most) failed_ = true;
        return raw(size);
    }

    /// A byte that may only be 0 or 1.
    [[nodiscard]] bool flag()
    {
        const auto byte = number<std::uint8_t>();
        if (byte > 1) failed_ = true;
        return byte == 1;
    }

    void fail() { failed_ = true; }
    [[nodiscard]] bool ok() const { return !failed_; }
    /// Everything read, nothing left over.
    [[nodiscard]] bool complete() const { return !failed_ && rest_.empty(); }
    [[nodiscard]] ByteView rest() const { return rest_; }

private:
    ByteView rest_;
    bool failed_ = false;
};

} // namespace rapport::sealed::wire
