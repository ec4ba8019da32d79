#pragma once

#include "app/shell/ui.h"

namespace rapport::kiosk {

/// Where things stand on a patient page (TOKENS section 6), in window pixels. Landscape is wider than high; the
/// column is 1040 wide at most and keeps a margin of 120, portrait one of 32.
struct Grid {
    shell::Rect window;
    bool portrait = false;
    float left = 0;
    float width = 0;
    float body_top = 96; ///< below the top bar
    float foot_top = 0;  ///< of the row with Back and Next
    float options_bottom = 0;
    [[nodiscard]] float right() const { return left + width; }
    [[nodiscard]] float centre() const { return left + width / 2; }
};

inline constexpr float control_height = 72; ///< 20 mm where the display does not say its size
inline constexpr float space = 8;
inline constexpr float top_bar_top = 8;
inline constexpr float icon_size = 28;
inline constexpr float card_radius = 12;

[[nodiscard]] Grid grid(const shell::Ui& ui);

/// Outline of a patient's card or control.
[[nodiscard]] float outline_width(const shell::Theme& theme);

/// Width of a button with this label and one icon; never under `least`.
[[nodiscard]] float button_width(const shell::Ui& ui, std::string_view label, float least = 184);

/// A paragraph that scrolls when it does not fit. Gives back the height it takes.
float fitted_paragraph(shell::Ui& ui, std::string_view id, shell::Rect where, std::string_view words,
                       const shell::TextStyle& style);

/// The main button at the right of the foot and Back at its left.
bool main_button(shell::Ui& ui, const Grid& at, std::string_view id, std::string_view label);
bool back_button(shell::Ui& ui, const Grid& at, std::string_view id, std::string_view label);
/// "Staff: unlock to go on", quiet, at the left of the foot.
bool staff_button(shell::Ui& ui, const Grid& at, std::string_view id);

} // namespace rapport::kiosk
