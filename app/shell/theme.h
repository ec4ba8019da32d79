#pragma once

#include <array>
#include <cstdint>

namespace rapport::shell {

/// 0xRRGGBB; opaque always.
struct Colour {
    std::uint32_t rgb = 0;
    friend constexpr bool operator==(Colour, Colour) = default;
};

enum class ThemeName : std::uint8_t { light, dark, high_contrast };

/// The tokens of the design, by name; screens never write a number. Contrast limits are recomputed by a test.
struct Theme {
    ThemeName name = ThemeName::light;
    Colour ground, surface, sunken, tint, alert_tint, line, track, grid;
    Colour ink, ink2, ink3, accent, on_accent, accent_hover, accent_press, alert, border, focus, disabled;
    Colour series_1, series_2, band_change, band_change_edge, band_cut, band_cut_edge;
    Colour cover_lines;             ///< decoration on the neutral cover
    std::array<Colour, 5> heat;     ///< fills for an answer of 0 to 4
    std::array<Colour, 5> heat_ink; ///< numbers on them
};

[[nodiscard]] const Theme& theme(ThemeName name);

/// WCAG 2 relative-luminance contrast, 1 to 21.
[[nodiscard]] double contrast(Colour a, Colour b);

/// Type of TOKENS section 2. Patient types are scaled by the text size; staff types are not.
enum class Type : std::uint8_t {
    staff_small,
    staff_body,
    staff_section,
    staff_title,
    staff_lead,
    patient_small,
    patient_option,
    patient_question,
    patient_lead,
};
enum class Weight : std::uint8_t { regular, semibold };
enum class TextSize : std::uint8_t { p100, p125, p150, p200 };

/// Pixel size and line height of a type at a text size.
struct TypeMetrics {
    float px = 0;
    float line = 0;
};
[[nodiscard]] TypeMetrics metrics(Type type, TextSize size = TextSize::p100);

} // namespace rapport::shell
