#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

void open_care(OpenDesk& open, const Id& person, const std::vector<std::string>& therapists);
/// Who may be the same as somebody being added is asked about once; false while that stands open on the page.
[[nodiscard]] bool nobody_alike(OpenDesk& open, const vault::Identity& identity);
/// Details of somebody changed on the form; back to their page of care.
void save_edit(OpenDesk& open, const NewPerson& made, const std::vector<std::string>& therapists);
void act_on_care(OpenDesk& open, const CareActWanted& wanted);

} // namespace rapport::desk
