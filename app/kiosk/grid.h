#pragma once

#include "app/shell/ui.h"

namespace rapport::kiosk {

/// Where things stand on a patient page (TOKENS section 6), in window pixels. Landscape is wider than high; the
/// column is 1040 wide and keeps a margin of 120, portrait one of 32. From 150 % on the words need the room: the margin
/// is 40, a landscape question has two columns, and in portrait the quiet actions get a row of their own at the foot.
/// All of it follows from the window, the text size and the language alone, so that nothing moves from page to page.
struct Grid {
    shell::Rect window;
    bool portrait = false;
    bool large = false; ///< 150 % and more
    float left = 0;
    float width = 0;
    float body_top = 96; ///< below the top bar
    float body_bottom = 0;
    float foot_top = 0; ///< of the row with Back and Next
    float control = 72; ///< height of that row
    float quiet_top = 0;
    float quiet_height = 0;    ///< of the row below it; 0 when there is none
    bool help_at_foot = false; ///< "I need a moment" stands in the quiet row
    bool aloud_words = true;   ///< "Read aloud" stands beside its loudspeaker
    bool display_words = true; ///< "Display" stands beside its Aa
    bool part_words = true;    ///< "Part 1 of 2" stands beside "7 of 20"
    bool pause_words = true;   ///< "Pause" stands beside its two bars
    [[nodiscard]] float right() const { return left + width; }
    [[nodiscard]] float centre() const { return left + width / 2; }
    /// Where the quiet row goes from the refusal to "I need a moment".
    [[nodiscard]] float quiet_split() const { return left + 0.47F * width; }
    [[nodiscard]] bool two_columns() const { return large && !portrait; }
};

inline constexpr float space = 8;
inline constexpr float group_gap = 24;
inline constexpr float top_bar_top = 8;
inline constexpr float quiet_pad = 16; ///< a quiet target reaches so far past its words
inline constexpr float card_radius = 12;

[[nodiscard]] Grid grid(const shell::Ui& ui);

[[nodiscard]] float line_of(const shell::Ui& ui, shell::Type type);
/// Icons grow with the words, but more slowly: 28 at 100 %, 44 at 200 %.
[[nodiscard]] float icon_size(const shell::Ui& ui);
/// Outline of a patient's card or control.
[[nodiscard]] float outline_width(const shell::Theme& theme);

/// Look of a quiet button with an icon before its words.
[[nodiscard]] shell::ButtonStyle quiet_style(shell::Icon icon);
/// Width of the target of "Read aloud", and of "Stop reading" in its place.
[[nodiscard]] float aloud_width(const shell::Ui& ui, const Grid& at);
/// Width of its target.
[[nodiscard]] float quiet_width(const shell::Ui& ui, std::string_view label, shell::Icon icon);

/// The colour, size and weight of a page's heading.
[[nodiscard]] shell::TextStyle lead_style(const shell::Ui& ui);

} // namespace rapport::kiosk
