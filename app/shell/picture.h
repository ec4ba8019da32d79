#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "instruments/base/result.h"

namespace rapport::shell {

/// Writes 8-bit RGB rows, top row first, as a PNG that only its owner may read. It appears whole or not at all.
/// Errors: no_picture.
[[nodiscard]] Status write_picture(const std::string& path, int width, int height, std::span<const std::uint8_t> rgb);

} // namespace rapport::shell
