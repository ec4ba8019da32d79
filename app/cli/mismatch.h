#pragma once

#include <cstddef>
#include <string>

#include "storage/release/read_back.h"

namespace rapport::cli {

/// No more than this of one kind is told of a file: the rest is of the same kind, and a hostile file could have
/// millions.
inline constexpr std::size_t most_told = 1000;

/// "total is 42 in the file, its answers come to 44"
[[nodiscard]] std::string mismatch_words(const release::Mismatch& mismatch);

} // namespace rapport::cli
