#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

void open_backups(OpenDesk& open, const DeskSettings& settings);
/// A copy made, looked at in another process, and named; away from the drawing thread.
void begin_backup(OpenDesk& open, const DeskSettings& settings);
/// The newest backup brought back somewhere else, checked, and taken away again, as somebody who lost the vault would.
void begin_drill(OpenDesk& open, const DeskSettings& settings);

void open_policy(OpenDesk& open);
void save_policy(OpenDesk& open);

/// "The last backup is 9 days old." when it is older than the policy allows; otherwise empty.
[[nodiscard]] std::string overdue_backup(OpenDesk& open);

} // namespace rapport::desk
