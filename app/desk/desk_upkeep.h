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

/// Whether the last backup is older than the policy allows: "The last backup is 9 days old."
void look_at_backup(OpenDesk& open);

} // namespace rapport::desk
