#pragma once

#include <optional>

#include "app/kiosk/grid.h"
#include "app/session/intent.h"

namespace rapport::kiosk {

/// The row at the foot of a page: Back at the left, what goes on at the right, either may be missing. Words too long to
/// stand side by side take Back's words away first, its arrow stays; then the main button takes a second line and the
/// row grows upwards.
struct Foot {
    std::string_view back{}; ///< words, or empty
    std::string_view main{};
    shell::ButtonStyle main_style{};
    shell::Rect back_place{};
    shell::Rect main_place{};
    bool back_words = true;
    [[nodiscard]] float top() const { return main.empty() ? back_place.y : main_place.y; }
    /// Where the body of the page ends.
    [[nodiscard]] float body_bottom() const { return top() - group_gap; }
};

[[nodiscard]] shell::ButtonStyle main_style();
[[nodiscard]] Foot foot(const shell::Ui& ui, const Grid& at, std::string_view back, std::string_view main,
                        const shell::ButtonStyle& style = main_style());

bool draw_back(shell::Ui& ui, const Foot& foot, std::string_view id);
bool draw_main(shell::Ui& ui, const Foot& foot, std::string_view id, bool enabled = true);

/// "Staff: unlock to go on", quiet, at the left of the foot.
bool staff_button(shell::Ui& ui, const Grid& at, std::string_view id);

/// A target of 72 by 72 at least with a sign in it and its name unseen.
bool sign_button(shell::Ui& ui, std::string_view id, shell::Rect where, std::string_view name, shell::Icon icon);
bool sign_button(shell::Ui& ui, std::string_view id, shell::Rect where, std::string_view name, std::string_view sign);

} // namespace rapport::kiosk
