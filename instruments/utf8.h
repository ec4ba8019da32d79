#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace rapport::instruments {

/// The code point that begins at `at`, which moves past it; nothing when the bytes there are not valid UTF-8
/// (overlong forms, surrogates and values above U+10FFFF included).
[[nodiscard]] std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at);

/// Where the first byte stands that is not valid UTF-8.
[[nodiscard]] std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// Whether valid UTF-8 holds a C0 or C1 control, DEL, or a character with the Unicode property Bidi_Control.
[[nodiscard]] bool has_control(std::string_view text);

} // namespace rapport::instruments
