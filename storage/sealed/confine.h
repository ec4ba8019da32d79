#pragma once

#include <string>

#include "instruments/base/result.h"

namespace rapport::sealed {

/// Whether the kernel does it: Landlock is in Linux from 5.13 on, where it is switched on.
enum class Confined : std::uint8_t { yes, not_here };

/// Takes from this process, for good, the right to open any file of the vault for reading or writing but those of its
/// two folders of sealed sessions. All else stays as it is: fonts, drivers, the display. Call it before anything starts
/// a thread. Files that come later, beside the vault or beside a folder above it, cannot be opened either. Errors:
/// cannot_harden when the kernel has it and something of it failed.
[[nodiscard]] Result<Confined> confine(const std::string& drafts_folder, const std::string& inbox_folder);

} // namespace rapport::sealed
