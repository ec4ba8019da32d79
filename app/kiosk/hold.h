#pragma once

#include "app/kiosk/grid.h"

namespace rapport::kiosk {

/// How long staff's way out has been pressed. Three seconds, so that nobody leaves by a touch; what it leads to is the
/// unlock page and nothing else, so that guessing it gains nothing.
struct Hold {
    static constexpr double needed = 3; ///< seconds
    std::optional<double> since{};      ///< Ui::now()
};

/// A quiet line that has to be held: by a finger, or by Enter or Space on it. True once, when it was long enough.
bool staff_hold(shell::Ui& ui, std::string_view id, shell::Rect where, shell::Colour ink, Hold& hold);
/// Room for it at the left of the foot.
[[nodiscard]] shell::Rect staff_hold_place(const shell::Ui& ui, const Grid& at);

} // namespace rapport::kiosk
