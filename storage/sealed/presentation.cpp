#include "storage/sealed/presentation.h"

#include <algorithm>
#include <array>

namespace rapport::sealed {

namespace {

constexpr std::array<std::string_view, 3> spoken = {"en", "es", "zh"};
constexpr unsigned used_bits = 0x3FFFF;

} // namespace

std::span<const std::string_view> languages()
{
    return spoken;
}

bool speaks(std::string_view language)
{
    return std::find(spoken.begin(), spoken.end(), language) != spoken.end();
}

std::int32_t Presentation::code() const
{
    const auto place = std::find(spoken.begin(), spoken.end(), language);
    const auto number = place == spoken.end() ? 0U : static_cast<unsigned>(place - spoken.begin()) + 1U;
    const unsigned bits = static_cast<unsigned>(size) | static_cast<unsigned>(colours) << 2U |
                          (less_motion ? 1U : 0U) << 4U | (auto_advance ? 1U : 0U) << 5U | (scanning ? 1U : 0U) << 6U |
                          (several ? 1U : 0U) << 7U | number << 8U | static_cast<unsigned>(asked) << 16U;
    return static_cast<std::int32_t>(bits);
}

std::optional<Presentation> Presentation::of(std::int32_t code)
{
    const auto bits = static_cast<unsigned>(code);
    const unsigned colours = bits >> 2U & 3U;
    const unsigned language = bits >> 8U & 0xFFU;
    if ((bits & ~used_bits) != 0 || colours > static_cast<unsigned>(Colours::high_contrast)) return std::nullopt;
    if (language == 0 || language > spoken.size()) return std::nullopt;
    Presentation shown;
    shown.size = static_cast<Size>(bits & 3U);
    shown.colours = static_cast<Colours>(colours);
    shown.less_motion = (bits >> 4U & 1U) != 0;
    shown.auto_advance = (bits >> 5U & 1U) != 0;
    shown.scanning = (bits >> 6U & 1U) != 0;
    shown.several = (bits >> 7U & 1U) != 0;
    shown.asked = static_cast<Asked>(bits >> 16U & 3U);
    shown.language = spoken[language - 1];
    return shown;
}

} // namespace rapport::sealed
