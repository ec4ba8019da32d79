#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The page of a person's notes, events, signatures and sheet.
void open_journal(OpenDesk& open, const Id& person, bool sheet);
/// Keeps what the form holds. The page then shows it.
void keep_entry(OpenDesk& open);
/// Tries the passphrase away from the drawing thread, which takes a while, and signs.
void begin_signing(OpenDesk& open);
/// Writes the sheet into a new file of `folder`; its line in the record comes first.
void make_sheet_file(OpenDesk& open, const std::string& folder, bool text);

} // namespace rapport::desk
