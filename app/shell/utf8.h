#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rapport::shell::utf8 {

/// One code point and the bytes it took (at least 1). Bytes that are not UTF-8 come out one by one as U+FFFD.
struct Decoded {
    char32_t point = 0;
    std::size_t bytes = 0;
};
[[nodiscard]] Decoded decode(std::string_view text, std::size_t at);

/// The byte offset of the code point after or before `at`; the end and 0 stay where they are.
[[nodiscard]] std::size_t next(std::string_view text, std::size_t at);
[[nodiscard]] std::size_t previous(std::string_view text, std::size_t at);

/// A code point as bytes on the stack, so that a secret one leaves no copy in a string.
struct Encoded {
    char bytes[4] = {};
    std::size_t size = 0;
    [[nodiscard]] std::string_view view() const { return {bytes, size}; }
};
[[nodiscard]] Encoded encode(char32_t point);

} // namespace rapport::shell::utf8
