#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "instruments/exchange/archive.h"
#include "tests/release/clinic.h"

/// What the tests of released files share.
namespace clinic {

inline const std::vector<std::string> every_instrument{
    "pcl-5", "phq-9", "gad-7", "wai-sr-client", "wai-sr-therapist", "check-in-patient", "check-in-therapist"};

inline std::vector<release::Record> whole_clinic(Random& random)
{
    Shape shape;
    shape.people = 60;
    shape.least_visits = 6;
    shape.instruments = every_instrument;
    return make(shape, random);
}

inline bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/// \d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}, written as a walk with marks.
inline bool looks_like_time(std::string_view text)
{
    std::string shape(text);
    for (char& c : shape)
        if (digit(c)) c = 'd';
    return shape.find("dddd-dd-dd") != std::string::npos || shape.find("d:dd") != std::string::npos;
}

inline std::string base64(std::string_view text)
{
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i + 2 < text.size(); i += 3) {
        const auto b = [&](std::size_t k) { return static_cast<unsigned>(static_cast<unsigned char>(text[i + k])); };
        const unsigned word = b(0) << 16 | b(1) << 8 | b(2);
        for (const unsigned shift : {18U, 12U, 6U, 0U})
            out += alphabet[word >> shift & 63U];
    }
    return out;
}

inline std::string hex(std::string_view text)
{
    static constexpr std::string_view alphabet = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        out += alphabet[static_cast<unsigned char>(c) >> 4];
        out += alphabet[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

inline bool is_binary(std::string_view name)
{
    for (const char* ending : {".sav", ".dta", ".xpt", ".xlsx", ".zip"})
        if (name.ends_with(ending)) return true;
    return false;
}

inline std::string utf16(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += {c, '\0'};
    return out;
}

/// Every file as bytes that can be searched: what is packed stands unpacked beside it.
inline std::map<std::string, std::string> readable(const std::map<std::string, std::string>& files)
{
    std::map<std::string, std::string> out;
    for (const auto& [name, bytes] : files) {
        out[name] = bytes;
        if (!name.ends_with(".xlsx") && !name.ends_with(".zip")) continue;
        out.erase(name);
        int found = 0;
        for (const char* part :
             {"[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml",
              "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
              "xl/worksheets/sheet3.xml", "OriginID.txt", "instrument.csv"})
            if (auto inside = instruments::unpack(bytes, part, 64U << 20)) {
                out[name + ":" + part] = *inside;
                ++found;
            }
        EXPECT_GE(found, 2) << name;
    }
    return out;
}

inline std::string without(std::string_view text, std::string_view words)
{
    std::string out;
    std::size_t from = 0;
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, from)) {
        out += text.substr(from, at - from);
        from = at + words.size();
    }
    return out += text.substr(from);
}

/// Formats that must hold a time hold this one (fixed_time.h), each in its own writing.
inline std::string without_fixed_time(std::string text)
{
    for (const std::string_view fixed :
         {"1980-01-01T00:00:00Z", "01JAN80:00:00:00", "01 Jan 1980 00:00", "01 Jan 8000:00:00"})
        text = without(text, fixed);
    return text;
}

/// A Data Package names its files' digests as "sha256:" and 64 hexadecimal digits, of which the first two may be
/// figures.
inline std::string without_digests(const std::string& text)
{
    constexpr std::string_view kind = "sha256:";
    constexpr std::size_t digits = 64;
    std::string out;
    std::size_t from = 0;
    for (auto at = text.find(kind); at != std::string::npos; at = text.find(kind, at + 1)) {
        const std::string_view digest = std::string_view(text).substr(at + kind.size(), digits);
        if (digest.size() < digits || digest.find_first_not_of("0123456789abcdef") != std::string_view::npos) continue;
        out.append(text, from, at - from);
        from = at + kind.size() + digits;
    }
    return out.append(text, from);
}

} // namespace clinic
