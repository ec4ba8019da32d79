#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <span>

#include "storage/sealed/secret.h"

namespace rapport::vault {

/// Builds the bytes that are stored, hashed, authenticated or signed: little-endian numbers, and a 32-bit length before
/// every text, so that no two different contents give the same bytes. Read back with sealed::wire::Reader.
class ByteWriter {
public:
    template <std::integral T>
    ByteWriter& number(T value)
    {
        auto bits = static_cast<std::uint64_t>(value);
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bytes_.push_back(static_cast<char>(bits & 0xFFU));
            bits >>= 8U;
        }
        return *this;
    }

    /// By its bits: equal numbers that print alike but differ in the last bit are different bytes.
    ByteWriter& real(double value) { return number(std::bit_cast<std::uint64_t>(value)); }

    ByteWriter& raw(std::span<const std::uint8_t> bytes)
    {
        bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return *this;
    }

    ByteWriter& text(sealed::ByteView bytes)
    {
        number(static_cast<std::uint32_t>(bytes.size()));
        bytes_.append(bytes);
        return *this;
    }

    [[nodiscard]] const sealed::Bytes& bytes() const { return bytes_; }

private:
    sealed::Bytes bytes_;
};

} // namespace rapport::vault
