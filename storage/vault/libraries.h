#pragma once

#include <vector>

#include "instruments/base/library.h"

namespace rapport::vault {

/// SQLCipher, and the SQLite inside it. Asked of the library itself, in a database that is never on a disk.
[[nodiscard]] std::vector<Library> libraries();

} // namespace rapport::vault
