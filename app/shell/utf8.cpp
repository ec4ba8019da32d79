#include "app/shell/utf8.h"

namespace rapport::shell::utf8 {
namespace {

constexpr char32_t replacement = 0xFFFD;

unsigned byte(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

bool continues(std::string_view text, std::size_t at)
{
    return at < text.size() && (byte(text, at) & 0xC0U) == 0x80U;
}

} // namespace

Decoded decode(std::string_view text, std::size_t at)
{
    const unsigned lead = byte(text, at);
    if (lead < 0x80U) return {lead, 1};
    const std::size_t length = (lead & 0xE0U) == 0xC0U   ? 2
                               : (lead & 0xF0U) == 0xE0U ? 3
                               : (lead & 0xF8U) == 0xF0U ? 4
                                                         : 0;
    if (length == 0) return {replacement, 1};
    char32_t point = lead & (0xFFU >> (length + 1));
    for (std::size_t offset = 1; offset < length; ++offset) {
        if (!continues(text, at + offset)) return {replacement, 1};
        point = (point << 6U) | (byte(text, at + offset) & 0x3FU);
    }
    static constexpr char32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < least[length] || point > 0x10FFFF || surrogate) return {replacement, 1};
    return {point, length};
}

std::size_t next(std::string_view text, std::size_t at)
{
    return at >= text.size() ? text.size() : at + decode(text, at).bytes;
}

std::size_t previous(std::string_view text, std::size_t at)
{
    std::size_t before = 0;
    for (std::size_t here = 0; here < at && here < text.size(); here = next(text, here))
        before = here;
    return before;
}

Encoded encode(char32_t point)
{
    const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
    if (point < 0x80) return {{static_cast<char>(point)}, 1};
    if (point < 0x800) return {{static_cast<char>(0xC0U | (point >> 6U)), tail(0)}, 2};
    if (point < 0x10000) return {{static_cast<char>(0xE0U | (point >> 12U)), tail(6), tail(0)}, 3};
    return {{static_cast<char>(0xF0U | (point >> 18U)), tail(12), tail(6), tail(0)}, 4};
}

} // namespace rapport::shell::utf8
