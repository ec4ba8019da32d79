#pragma once

#include <string>
#include <vector>

#include "app/desk/desk_state.h"

/// Turning from one page to another: what was typed goes, what the next one shows is read.
namespace rapport::desk {

/// Who may be named as a therapist. Without the list of roles everybody who may unlock is.
[[nodiscard]] std::vector<std::string> clinicians_of(const Desk& desk);
/// A researcher's keys fill the pages of releases alone; another page stays where it is.
void show(Desk& desk, Page page);
/// To the page this one was opened from.
void go_back(Desk& desk);

} // namespace rapport::desk
