#pragma once

#include <string>
#include <string_view>

#include "app/cli/automation.h"

namespace rapport::cli {

/// What tells one page of a kiosk from the next.
[[nodiscard]] Result<std::string> where(Automation& kiosk);
/// The chosen answer shows for a quarter of a second before the next question comes. Errors: automation_lost.
[[nodiscard]] Status wait_until_moved(Automation& kiosk, const std::string& before);
/// Presses and waits for another page or question. Errors: those of a click, automation_lost.
[[nodiscard]] Status press(Automation& kiosk, const std::string& id);

/// Somebody who has no pointer: one key leads from thing to thing, another chooses.
struct Keys {
    std::string_view next;
    std::string_view choose;
};
inline constexpr Keys keyboard{"tab", "enter"};
inline constexpr Keys two_switches{"space", "enter"};

/// Goes on with the one key until `id` has the focus, then chooses it. Errors: automation_lost when it is never
/// reached.
[[nodiscard]] Status choose(Automation& program, const Keys& keys, const std::string& id);
/// The same, and waits for another page or question.
[[nodiscard]] Status choose_and_move(Automation& kiosk, const Keys& keys, const std::string& id);

} // namespace rapport::cli
