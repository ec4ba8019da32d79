#pragma once

#include <vector>

#include "instruments/base/library.h"

namespace rapport::release {

/// What writes the files that leave, each told by the file that is its door.
[[nodiscard]] std::vector<Library> libraries();

[[nodiscard]] Library workbook_library();       ///< workbook.cpp
[[nodiscard]] Library xml_library();            ///< xml.cpp
[[nodiscard]] Library linear_program_library(); ///< linear_program.cpp

} // namespace rapport::release
