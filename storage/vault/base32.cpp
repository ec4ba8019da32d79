#include "storage/vault/base32.h"

#include <string_view>

namespace rapport::vault::base32 {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t group = 4;

/// 0 to 31, or -1.
int value_of(char typed)
{
    char upper = typed >= 'a' && typed <= 'z' ? static_cast<char>(typed - 'a' + 'A') : typed;
    if (upper == 'O') upper = '0';
    if (upper == 'I' || upper == 'L') upper = '1';
    const std::size_t place = alphabet.find(upper);
    return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

} // namespace

sealed::Secret write(std::span<const std::uint8_t> bytes)
{
    sealed::Secret out;
    std::uint32_t bits = 0;
    unsigned held = 0;
    std::size_t written = 0;
    for (const std::uint8_t byte : bytes) {
        bits = (bits << 8U | byte) & 0xFFFFU;
        held += 8;
        while (held >= 5) {
            held -= 5;
            if (written != 0 && written % group == 0) out.append("-");
            out.append(alphabet.substr((bits >> held) & 31U, 1));
            ++written;
        }
    }
    return out;
}

sealed::Secret read_values(sealed::ByteView typed)
{
    sealed::Secret out;
    for (const char character : typed) {
        if (character == '-' || character == ' ' || character == '\t' || character == '\n' || character == '\r')
            continue;
        const int value = value_of(character);
        if (value < 0) return {};
        const char byte = static_cast<char>(value);
        out.append({&byte, 1});
    }
    return out;
}

} // namespace rapport::vault::base32
