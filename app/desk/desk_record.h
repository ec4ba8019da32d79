#pragma once

#include "app/desk/desk_state.h"

namespace rapport::desk {

/// The record of acts: its newest lines and the anchor of the day.
void open_record(OpenDesk& open);
void show_record(OpenDesk& open);
void show_more_record(OpenDesk& open);
/// Every line the filter takes, as `record.csv` in a new folder; logged with its digest.
void export_record(OpenDesk& open, const std::string& folder);
/// The anchor of now as a text file beside.
void write_slip(OpenDesk& open, const std::string& folder);
void check_typed_anchor(OpenDesk& open);

} // namespace rapport::desk
