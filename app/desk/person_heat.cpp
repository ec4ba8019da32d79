#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/person_cards.h"

namespace rapport::desk::person {

using shell::Colour;

namespace {

std::uint32_t between(std::uint32_t from, std::uint32_t to, double share)
{
    return static_cast<std::uint32_t>(std::lround(from + (static_cast<double>(to) - from) * share));
}

Colour between(Colour from, Colour to, double share)
{
    std::uint32_t rgb = 0;
    for (const unsigned shift : {16U, 8U, 0U})
        rgb |= between((from.rgb >> shift) & 0xFFU, (to.rgb >> shift) & 0xFFU, share) << shift;
    return {rgb};
}

} // namespace

HeatColours heat_colours(const shell::Theme& theme, double step)
{
    const double place = std::clamp(step, 0.0, 1.0) * static_cast<double>(theme.heat.size() - 1);
    const auto low = static_cast<std::size_t>(std::min(std::floor(place), static_cast<double>(theme.heat.size() - 2)));
    const double share = place - static_cast<double>(low);
    if (share == 0) return {theme.heat[low], theme.heat_ink[low]};
    if (share == 1) return {theme.heat[low + 1], theme.heat_ink[low + 1]};
    const Colour fill = between(theme.heat[low], theme.heat[low + 1], share);
    // Halfway grey is read only on black or white themselves, which high contrast has as tokens.
    const auto& plainest = shell::theme(shell::ThemeName::high_contrast);
    std::array<Colour, 7> inks{plainest.ground, plainest.ink};
    std::copy(theme.heat_ink.begin(), theme.heat_ink.end(), inks.begin() + 2);
    const Colour ink = *std::max_element(inks.begin(), inks.end(), [&](Colour a, Colour b) {
        return shell::contrast(a, fill) < shell::contrast(b, fill);
    });
    return {fill, ink};
}

} // namespace rapport::desk::person
