#pragma once

#include <optional>

#include "app/desk/intents.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// The heading of the set-up pages with its parts. Node ids "setup.title", "setup.users", ".backups", ".record",
/// ".policy", ".batteries", ".instruments", ".clinic", ".tickets", ".hub", ".device", ".about". An administrator has
/// the first and the last: their key fills no other. Gives back where the page's own content begins.
float draw_setup_heading(shell::Ui& ui, Page page, bool administrator, std::optional<Intent>& intent);

[[nodiscard]] bool is_setup(Page page);

} // namespace rapport::desk
