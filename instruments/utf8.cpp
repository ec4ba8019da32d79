#include "instruments/utf8.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

/// Past the plain characters that nearly all of a definition consists of.
std::size_t past_ascii(std::string_view text, std::size_t at)
{
    const auto found = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                                    [](char c) { return static_cast<signed char>(c) < 0; });
    return static_cast<std::size_t>(found - text.begin());
}

std::size_t past_printable(std::string_view text, std::size_t at)
{
    const auto found = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                                    [](char c) { return c < 0x20 || c > 0x7E; });
    return static_cast<std::size_t>(found - text.begin());
}

} // namespace

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at)
{
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
    const char32_t first = byte(0);
    if (first < 0x80) return ++at, first;

    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() - at < length) return std::nullopt;
    char32_t point = first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return std::nullopt;
        point = (point << 6U) | (byte(i) & 0x3FU);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (overlong || surrogate || point > 0x10FFFF) return std::nullopt;
    at += length;
    return point;
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text)
{
    for (std::size_t at = past_ascii(text, 0); at < text.size(); at = past_ascii(text, at))
        if (!next_code_point(text, at)) return at;
    return std::nullopt;
}

bool has_control(std::string_view text)
{
    for (std::size_t at = past_printable(text, 0); at < text.size(); at = past_printable(text, at)) {
        const std::optional<char32_t> point = next_code_point(text, at);
        if (!point) return true;
        const char32_t c = *point;
        const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
        const bool bidi =
            c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (control || bidi) return true;
    }
    return false;
}

} // namespace rapport::instruments
