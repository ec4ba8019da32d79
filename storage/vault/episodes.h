#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// A new person's first episode and, where one is named, their therapist; inside the caller's transaction.
[[nodiscard]] Status begin_care(Core& core, const Person& person);
/// The open episode of any of the person's records. Nothing when there is none.
[[nodiscard]] Result<std::optional<sealed::Id>> open_episode_of(Core& core, const sealed::Id& person);

} // namespace rapport::vault
