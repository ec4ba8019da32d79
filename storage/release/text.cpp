#include "storage/release/text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace rapport::release {

namespace {

bool digits_at(std::string_view text, std::size_t from, std::size_t count)
{
    if (from + count > text.size()) return false;
    for (std::size_t i = from; i < from + count; ++i)
        if (text[i] < '0' || text[i] > '9') return false;
    return true;
}

bool date_at(std::string_view text, std::size_t at)
{
    return digits_at(text, at, 4) && digits_at(text, at + 5, 2) && digits_at(text, at + 8, 2) && text[at + 4] == '-' &&
           text[at + 7] == '-';
}

bool time_at(std::string_view text, std::size_t colon)
{
    return text[colon] == ':' && colon > 0 && digits_at(text, colon - 1, 1) && digits_at(text, colon + 1, 2);
}

/// Length of the well-formed UTF-8 sequence at `at`, 0 when there is none (Unicode 15, table 3-7).
std::size_t sequence_at(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
    const unsigned char second = byte(at + 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool outside = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
    return overlong || outside ? 0 : length;
}

} // namespace

std::string clean(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_at(text, at);
        if (length == 0) {
            out += "\xEF\xBF\xBD";
            ++at;
            continue;
        }
        const char c = text[at];
        const bool line_end = c == '\r' || c == '\n';
        if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
        if (line_end)
            out += '\n';
        else if (length == 1 && c != '\t' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F))
            out += ' ';
        else
            out += text.substr(at, length);
        at += length;
    }
    return out;
}

bool has_clock(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at)
        if (date_at(text, at) || time_at(text, at)) return true;
    return false;
}

std::string without_clock(std::string_view text)
{
    std::string out(text);
    for (std::size_t at = 0; at < out.size(); ++at) {
        if (date_at(out, at)) out[at + 4] = out[at + 7] = '.';
        if (time_at(out, at)) out.insert(at + 1, " ");
    }
    return out;
}

std::string iso_date(std::int32_t day)
{
    // Civil date from days (Howard Hinnant, "chrono-compatible low-level date algorithms").
    const std::int64_t shifted = std::int64_t{day} + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t of_era = shifted - era * 146097;
    const std::int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    const std::int64_t month = (5 * of_year + 2) / 153;
    const std::int64_t of_month = of_year - (153 * month + 2) / 5 + 1;
    const std::int64_t civil_month = month < 10 ? month + 3 : month - 9;
    const std::int64_t civil_year = year + era * 400 + (civil_month <= 2 ? 1 : 0);
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(civil_year) + "-" + two(civil_month) + "-" + two(of_month);
}

std::string number(double value)
{
    std::array<char, 64> room{};
    const auto end = std::to_chars(room.data(), room.data() + room.size(), value == 0 ? 0.0 : value).ptr;
    return {room.data(), end};
}

std::string fixed(double value, int decimals)
{
    std::array<char, 64> room{};
    const double scale = std::pow(10.0, decimals);
    const double shown = std::round(value * scale) == 0 ? 0.0 : value;
    const auto end =
        std::to_chars(room.data(), room.data() + room.size(), shown, std::chars_format::fixed, decimals).ptr;
    return {room.data(), end};
}

} // namespace rapport::release
