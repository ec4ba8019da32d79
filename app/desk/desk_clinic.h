#pragma once

#include "app/desk/desk_state.h"

/// Acts of the set-up's pages about what the clinic asks and says.
namespace rapport::desk {

void open_batteries(OpenDesk& open);
void open_instruments(OpenDesk& open);
void open_clinic(OpenDesk& open);
void act_on_setup_page(OpenDesk& open, const SetupActWanted& wanted);

} // namespace rapport::desk
