#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Takes away the files of people who were erased, where that was cut short: by then nothing else says whose they were.
[[nodiscard]] Status finish_erasing(Core& core);
/// The sessions whose files are still to go: nobody's any more, so nothing of them is to be taken in.
[[nodiscard]] Result<std::vector<sealed::Id>> sessions_to_go(Core& core);

} // namespace rapport::vault
