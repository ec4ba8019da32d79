#include "storage/sealed/secret.h"

#include <cstdlib>

#include <sodium.h>

#include "storage/sealed/faults.h"

namespace rapport::sealed {

namespace {

/// 0 to 15, or -1.
int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

} // namespace

Id random_id()
{
    if (sodium_init() < 0) std::abort();
    Id id{};
    randombytes_buf(id.data(), id.size());
    return id;
}

std::string hex(std::span<const std::uint8_t> bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 0x0FU]);
    }
    return text;
}

Result<Id> id_from_hex(std::string_view text)
{
    Id id{};
    if (text.size() != id.size() * 2) return Error{fault::bad_id, "length"};
    for (std::size_t i = 0; i < id.size(); ++i) {
        const int high = digit_value(text[2 * i]);
        const int low = digit_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return Error{fault::bad_id, "digit"};
        id[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return id;
}

} // namespace rapport::sealed
