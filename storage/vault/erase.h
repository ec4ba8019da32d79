#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Takes away the files of people who were erased, where that was cut short: by then nothing else says whose they were.
[[nodiscard]] Status finish_erasing(Core& core);

} // namespace rapport::vault
