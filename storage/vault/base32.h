#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "storage/sealed/secret.h"

/// Crockford's base32 (crockford.com/base32.html): no I, L, O or U, in groups of four with hyphens between them.
namespace rapport::vault::base32 {

/// Five bits a character, most significant first; the bytes must hold a whole number of groups (multiples of 20 bits).
[[nodiscard]] sealed::Secret write(std::span<const std::uint8_t> bytes);

/// What a person typed: either case, any hyphens and spaces, O for 0, I and L for 1. Each character is one value
/// below 32. Empty when a character is none of Crockford's.
[[nodiscard]] sealed::Secret read_values(sealed::ByteView typed);

} // namespace rapport::vault::base32
