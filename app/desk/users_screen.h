#pragma once

#include "app/desk/user_form.h"

namespace rapport::desk {

/// Who has a key. Node ids "users.add", "users.own", "users.rotate", "users.<n>.reset", "users.<n>.remove", and those
/// of the form. Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_users(shell::Ui& ui, const UsersView& view, UserFormState& state);

} // namespace rapport::desk
