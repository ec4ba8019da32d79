#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The page of one therapist's people, one's own at first, or of everybody's.
void open_caseload(OpenDesk& open, const std::vector<std::string>& therapists);
/// The same for whoever was chosen on it.
void refresh_caseload(OpenDesk& open);

} // namespace rapport::desk
