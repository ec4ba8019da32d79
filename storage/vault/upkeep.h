#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// When the newest backup was made, kept where it is found without a search; in the caller's transaction.
[[nodiscard]] Status note_last_backup(Core& core, std::int64_t at_ms, const std::string& name);

} // namespace rapport::vault
