#include <array>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "app/shell/theme.h"

namespace rapport::shell {
namespace {

constexpr std::array all = {ThemeName::light, ThemeName::dark, ThemeName::high_contrast};

using Linear = std::array<double, 3>;

Linear linear(Colour colour)
{
    Linear out{};
    for (unsigned at = 0; at < 3; ++at) {
        const double value = static_cast<double>((colour.rgb >> (16 - 8 * at)) & 0xFFU) / 255;
        out[at] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    }
    return out;
}

/// Machado, Oliveira and Fernandes 2009, severity 1.0: protanopia, deuteranopia, tritanopia.
constexpr std::array<std::array<double, 9>, 3> deficiencies = {{
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}};

/// CIE L*a*b* under D65 of a linear colour as a person with the deficiency sees it.
std::array<double, 3> lab(const Linear& rgb, const std::array<double, 9>& m)
{
    Linear seen{};
    for (std::size_t row = 0; row < 3; ++row)
        seen[row] = std::clamp(m[row * 3] * rgb[0] + m[row * 3 + 1] * rgb[1] + m[row * 3 + 2] * rgb[2], 0.0, 1.0);
    const double x = (0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047;
    const double y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2];
    const double z = (0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883;
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

double least_distance(Colour a, Colour b)
{
    double least = 1000;
    for (const auto& deficiency : deficiencies) {
        const auto first = lab(linear(a), deficiency);
        const auto second = lab(linear(b), deficiency);
        least = std::min(least, std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]));
    }
    return least;
}

} // namespace

TEST(Theme, contrast_is_that_of_wcag)
{
    // 21 by definition; #777777 on white is the well-known near miss of 4.5.
    EXPECT_DOUBLE_EQ(contrast({0x000000}, {0xFFFFFF}), 21.0);
    EXPECT_DOUBLE_EQ(contrast({0x336699}, {0x336699}), 1.0);
    EXPECT_NEAR(contrast({0x777777}, {0xFFFFFF}), 4.48, 0.005);
}

TEST(Theme, everything_a_patient_reads_has_seven)
{
    for (const ThemeName name : all) {
        const Theme& t = theme(name);
        for (const Colour ground : {t.ground, t.surface}) {
            EXPECT_GE(contrast(t.ink, ground), 7);
            EXPECT_GE(contrast(t.ink2, ground), 7);
            EXPECT_GE(contrast(t.accent, ground), 7);
        }
        EXPECT_GE(contrast(t.ink, t.tint), 7);
        EXPECT_GE(contrast(t.ink2, t.tint), 7);
        EXPECT_GE(contrast(t.on_accent, t.accent), 7);
        EXPECT_GE(contrast(t.on_accent, t.accent_press), 7);
        EXPECT_GE(contrast(t.ink, t.ground), 7) << "Read the rest, reversed";
    }
    EXPECT_GE(contrast(theme(ThemeName::high_contrast).disabled, theme(ThemeName::high_contrast).ground), 7);
}

TEST(Theme, everything_staff_read_has_four_and_a_half)
{
    for (const ThemeName name : all) {
        const Theme& t = theme(name);
        for (const Colour ground : {t.ground, t.surface}) {
            EXPECT_GE(contrast(t.ink3, ground), 4.5);
            EXPECT_GE(contrast(t.alert, ground), 4.5);
            EXPECT_GE(contrast(t.disabled, ground), 4.5);
        }
        EXPECT_GE(contrast(t.ink3, t.sunken), 4.5);
        EXPECT_GE(contrast(t.alert, t.alert_tint), 4.5);
        EXPECT_GE(contrast(t.on_accent, t.accent_hover), 4.5);
        EXPECT_GE(contrast(t.ink2, t.band_change), 4.5);
        EXPECT_GE(contrast(t.ink3, t.band_change), 4.5);
        EXPECT_GE(contrast(t.ink, t.band_cut), 4.5);
        for (std::size_t answer = 0; answer < t.heat.size(); ++answer)
            EXPECT_GE(contrast(t.heat_ink[answer], t.heat[answer]), 4.5) << answer;
    }
}

TEST(Theme, outlines_rings_and_chart_marks_have_three)
{
    for (const ThemeName name : all) {
        const Theme& t = theme(name);
        for (const Colour ground : {t.ground, t.surface}) {
            EXPECT_GE(contrast(t.border, ground), 3);
            EXPECT_GE(contrast(t.focus, ground), 3);
        }
        EXPECT_GE(contrast(t.series_1, t.surface), 3);
        EXPECT_GE(contrast(t.series_1, t.band_change), 3);
        EXPECT_GE(contrast(t.series_2, t.surface), 3);
        EXPECT_GE(contrast(t.band_change_edge, t.surface), 3);
        EXPECT_GE(contrast(t.band_change_edge, t.band_change), 3);
        EXPECT_GE(contrast(t.band_cut_edge, t.surface), 3);
        EXPECT_GE(contrast(t.band_cut_edge, t.band_cut), 3);
    }
}

TEST(Theme, a_few_ratios_are_those_the_design_states)
{
    // TOKENS section 1, cut to two places.
    const Theme& light = theme(ThemeName::light);
    EXPECT_NEAR(contrast(light.ink, light.ground), 14.465, 0.005);
    EXPECT_NEAR(contrast(light.accent, light.surface), 7.905, 0.005);
    EXPECT_NEAR(contrast(light.alert, light.alert_tint), 6.325, 0.005);
    const Theme& dark = theme(ThemeName::dark);
    EXPECT_NEAR(contrast(dark.ink2, dark.tint), 7.225, 0.005);
    EXPECT_NEAR(contrast(dark.heat_ink[3], dark.heat[3]), 5.115, 0.005);
    EXPECT_NEAR(contrast(theme(ThemeName::high_contrast).focus, {0x000000}), 14.105, 0.005);
}

TEST(Theme, colours_that_mean_different_things_differ_for_the_colour_blind)
{
    // The smallest distances TOKENS section 1 states for each theme; above 10 is plainly different.
    struct Stated {
        double series, alert, bands;
    };
    constexpr std::array<Stated, 3> stated = {{{57, 48, 15}, {59, 42, 19}, {66, 20, 18}}};
    for (const ThemeName name : all) {
        const Theme& t = theme(name);
        const Stated& said = stated[static_cast<std::size_t>(name)];
        EXPECT_NEAR(least_distance(t.series_1, t.series_2), said.series, 1);
        EXPECT_NEAR(least_distance(t.alert, t.accent), said.alert, 1);
        EXPECT_NEAR(least_distance(t.band_change, t.band_cut), said.bands, 1);
        EXPECT_GE(least_distance(t.alert, t.accent), 10);
    }
}

TEST(Theme, patient_text_grows_and_staff_text_does_not)
{
    EXPECT_EQ(metrics(Type::patient_question).px, 30);
    EXPECT_EQ(metrics(Type::patient_question, TextSize::p125).px, 38) << "37.5, rounded";
    EXPECT_EQ(metrics(Type::patient_option, TextSize::p150).px, 36);
    EXPECT_EQ(metrics(Type::patient_lead, TextSize::p200).line, 96);
    EXPECT_EQ(metrics(Type::staff_body, TextSize::p200).px, 16);
}

} // namespace rapport::shell
