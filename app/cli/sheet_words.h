#pragma once

#include <string>

#include "instruments/sheet/sheet.h"

namespace rapport::cli {

enum class SheetForm : std::uint8_t { text, html };

/// The scoring sheet of a definition in the language chosen.
[[nodiscard]] std::string sheet_of(const instruments::Definition& definition, SheetForm form);

/// BLAKE2b-256 of a definition's bytes in hex, as a vault pins it.
[[nodiscard]] std::string fingerprint(const instruments::Definition& definition);

} // namespace rapport::cli
