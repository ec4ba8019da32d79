#pragma once

#include "storage/vault/core.h"

namespace rapport::vault {

/// Whether a session begins by a ticket.
[[nodiscard]] Result<bool> has_ticket(Core& core, const sealed::Id& session);

} // namespace rapport::vault
