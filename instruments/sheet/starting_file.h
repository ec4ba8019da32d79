#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "instruments/reader.h"

namespace rapport::instruments {

/// The files of this folder that come with the program.
[[nodiscard]] const std::vector<Bundled>& bundled_starting_files();

/// A definition to begin with: whole but for the places `unfilled_places` finds, and with a note on every member.
/// `id` must be one (`is_id`).
[[nodiscard]] std::string starting_file(std::string_view id);

} // namespace rapport::instruments
