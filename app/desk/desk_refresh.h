#pragma once

#include <string>
#include <vector>

#include "app/desk/desk_state.h"

/// Views made anew from the vault's rows: after something changed, never while drawing. Part of the acts.
namespace rapport::desk {

void refresh_worklist(OpenDesk& open);
/// The row of everybody the alerts are about, for the therapist's name beside them.
[[nodiscard]] std::vector<vault::PersonRow> people_of(OpenDesk& open, const std::vector<vault::Alert>& alerts);
/// Searches for what stands in the top bar's field.
void refresh_people(OpenDesk& open);
/// Their view made anew, and nothing else. Gives whether it could be; what went wrong stands in the banner.
[[nodiscard]] bool refresh_person(OpenDesk& open, const Id& person);
/// The person page; opening it counts as having reviewed what came in.
void open_person(OpenDesk& open, const Id& person);
/// The work list with the line of this alert open.
void open_alert(OpenDesk& open, const Id& alert);
/// The page on which a session is chosen. `planned` all zero: today's plan is taken if there is one.
void open_start(OpenDesk& open, const Id& person, const Id& planned);
/// Every open alert in the work list, not the first few.
void show_all_alerts(OpenDesk& open);
/// The next rows of the list of everybody.
void more_people(OpenDesk& open);
/// The page on which somebody's details are changed, filled with what is known.
void begin_edit_person(OpenDesk& open, const Id& person);
void begin_add_person(OpenDesk& open, const std::vector<std::string>& therapists);

} // namespace rapport::desk
