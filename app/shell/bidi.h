#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::shell::bidi {

/// Text in which something runs from right to left, made ready to be cut into lines: Arabic letters joined to each
/// other, and the level of each (UAX #9). Order is still that of reading.
struct Paragraph {
    std::string joined{};                ///< UTF-8; the letters as they look between their neighbours
    bool right_to_left = false;          ///< by its first strong letter (UAX #9, P2 and P3)
    std::vector<std::uint32_t> points{}; ///< of `joined`
    std::vector<std::size_t> offsets{};  ///< where each begins in `joined`, and its end
    std::vector<std::int8_t> levels{};
    std::vector<std::uint32_t> types{}; ///< fribidi's
};

/// False for nearly everything that is ever shown: then none of the rest is needed.
[[nodiscard]] bool runs_right_to_left(std::string_view words);
/// A character that takes no room and leaves no ink: direction marks, joiners, what joining leaves empty.
[[nodiscard]] bool is_invisible(char32_t point);

[[nodiscard]] Paragraph lay_out(std::string_view words);
/// A part of `paragraph.joined` that stands on one line, in the order in which it is drawn from left to right.
[[nodiscard]] std::string line(const Paragraph& paragraph, std::size_t from, std::size_t to);
/// The whole of it on one line.
[[nodiscard]] std::string line(std::string_view words);

} // namespace rapport::shell::bidi
