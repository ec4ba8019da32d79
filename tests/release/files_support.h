#pragma once

#include <string>
#include <string_view>
#include <vector>

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
    std::string shape;
    for (const char c : text)
        shape += digit(c) ? 'd' : c;
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

} // namespace clinic
