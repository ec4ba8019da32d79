#include "app/shell/theme.h"

#include <cmath>

namespace rapport::shell {
namespace {

constexpr Theme light_theme{
    .name = ThemeName::light,
    .ground = {0xF6F4EF},
    .surface = {0xFFFFFF},
    .sunken = {0xECE9E1},
    .tint = {0xDDEAEA},
    .alert_tint = {0xFBEADC},
    .line = {0xDCD8CE},
    .track = {0xC9C4B8},
    .grid = {0xE7E4DC},
    .ink = {0x1B2421},
    .ink2 = {0x444D49},
    .ink3 = {0x5C6560},
    .accent = {0x0B5A63},
    .on_accent = {0xFFFFFF},
    .accent_hover = {0x084850},
    .accent_press = {0x06373D},
    .alert = {0x94380A},
    .border = {0x757C77},
    .focus = {0x1B2421},
    .disabled = {0x666E69},
    .series_1 = {0x0B5A63},
    .series_2 = {0xA35A00},
    .band_change = {0xE4ECF3},
    .band_change_edge = {0x5A7590},
    .band_cut = {0xE9DDB8},
    .band_cut_edge = {0x857233},
    .cover_lines = {0x3F8A90},
    .heat = {{{0xF6F4EF}, {0xDDEAEA}, {0xAFD0D1}, {0x6BA5A9}, {0x0B5A63}}},
    .heat_ink = {{{0x1B2421}, {0x1B2421}, {0x1B2421}, {0x111816}, {0xFFFFFF}}},
};

constexpr Theme dark_theme{
    .name = ThemeName::dark,
    .ground = {0x121715},
    .surface = {0x1B2220},
    .sunken = {0x28312E},
    .tint = {0x1E3839},
    .alert_tint = {0x38271A},
    .line = {0x343E3A},
    .track = {0x47524E},
    .grid = {0x2A332F},
    .ink = {0xEDF0EB},
    .ink2 = {0xBEC7C2},
    .ink3 = {0x9DA8A2},
    .accent = {0x72C6C8},
    .on_accent = {0x0A1819},
    .accent_hover = {0x8FD5D6},
    .accent_press = {0x5CB1B4},
    .alert = {0xF4AA72},
    .border = {0x84908A},
    .focus = {0xEDF0EB},
    .disabled = {0x8C9791},
    .series_1 = {0x72C6C8},
    .series_2 = {0xE8AC52},
    .band_change = {0x232F3A},
    .band_change_edge = {0x8AA6C0},
    .band_cut = {0x453D22},
    .band_cut_edge = {0xB39F58},
    .cover_lines = {0x3F8A90},
    .heat = {{{0x222A27}, {0x21403F}, {0x285A5D}, {0x2F787D}, {0x93DADB}}},
    .heat_ink = {{{0xEDF0EB}, {0xEDF0EB}, {0xEDF0EB}, {0xFFFFFF}, {0x0A1819}}},
};

constexpr Theme high_contrast_theme{
    .name = ThemeName::high_contrast,
    .ground = {0x000000},
    .surface = {0x000000},
    .sunken = {0x262626},
    .tint = {0x332D00},
    .alert_tint = {0x331A00},
    .line = {0xFFFFFF},
    .track = {0x000000},
    .grid = {0x404040},
    .ink = {0xFFFFFF},
    .ink2 = {0xFFFFFF},
    .ink3 = {0xFFFFFF},
    .accent = {0xFFE14D},
    .on_accent = {0x000000},
    .accent_hover = {0xFFF0A3},
    .accent_press = {0xE0C22E},
    .alert = {0xFFB87A},
    .border = {0xFFFFFF},
    .focus = {0x6FE3FF},
    .disabled = {0xBDBDBD},
    .series_1 = {0xFFE14D},
    .series_2 = {0x6FE3FF},
    .band_change = {0x262626},
    .band_change_edge = {0xFFFFFF},
    .band_cut = {0x4D4D4D},
    .band_cut_edge = {0xFFFFFF},
    .cover_lines = {0x000000},
    .heat = {{{0x000000}, {0x333333}, {0x595959}, {0xB3B3B3}, {0xFFFFFF}}},
    .heat_ink = {{{0xFFFFFF}, {0xFFFFFF}, {0xFFFFFF}, {0x000000}, {0x000000}}},
};

/// WCAG 2.1, "relative luminance".
double luminance(Colour colour)
{
    const auto channel = [&](unsigned shift) {
        const double value = static_cast<double>((colour.rgb >> shift) & 0xFFU) / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

} // namespace

const Theme& theme(ThemeName name)
{
    switch (name) {
    case ThemeName::dark:
        return dark_theme;
    case ThemeName::high_contrast:
        return high_contrast_theme;
    case ThemeName::light:
        break;
    }
    return light_theme;
}

double contrast(Colour a, Colour b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::fmax(first, second) + 0.05) / (std::fmin(first, second) + 0.05);
}

} // namespace rapport::shell
