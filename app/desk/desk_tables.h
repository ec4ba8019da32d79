#pragma once

#include <string>

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The page of tables: what they are made of is read, and the first table measured.
void open_tables(OpenDesk& open);
/// The table that is chosen now, of what was read.
void begin_table(OpenDesk& open);
/// Into `<releases>/<project>-table-<n>`, the first n that is free.
void begin_writing_table(OpenDesk& open, const std::string& releases_folder);

} // namespace rapport::desk
