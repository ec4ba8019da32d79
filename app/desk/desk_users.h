#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The page of users, as the role at the desk can see it.
void open_users(OpenDesk& open);
void refresh_users(AdminDesk& admin, const DeskSettings& settings);

/// Carries out what the form holds, away from the drawing thread: keys are derived, and a removal copies the vault.
void begin_user_act(OpenDesk& open);
void begin_user_act(AdminDesk& admin, const DeskSettings& settings);

/// Puts the form away when the act is done; a failure stays beside what was typed.
void finish_user_act(UserFormState& state, const Status& done);

} // namespace rapport::desk
