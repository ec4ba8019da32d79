#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace rapport::shell {

/// Pixels a code point takes.
using Advance = std::function<float(char32_t)>;

/// Cuts text into lines no wider than `width`: at spaces, after hyphens and dashes, between CJK characters, and inside
/// a word only when it alone is too wide. Spaces at a cut are dropped; '\n' always cuts. Views into `text`; never
/// empty.
[[nodiscard]] std::vector<std::string_view> wrap(std::string_view text, float width, const Advance& advance);

} // namespace rapport::shell
