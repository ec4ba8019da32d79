#pragma once

#include <string>

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The page on which a person's answers are put right.
void open_mend(OpenDesk& open, const Id& person);
void correct_answer(OpenDesk& open);
void withdraw_person(OpenDesk& open);
/// The person's own record, names and all, into `<releases>/identified-<n>`; away from the drawing thread.
void begin_hand_over(OpenDesk& open, const std::string& releases_folder);
/// Gives whether the person is gone: then their pages are too.
[[nodiscard]] bool erase_person(OpenDesk& open);

} // namespace rapport::desk
