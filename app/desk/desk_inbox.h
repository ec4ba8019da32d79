#pragma once

#include <string>

#include "app/desk/worklist_view.h"
#include "storage/vault/vault.h"

namespace rapport::desk {

/// What taking in brought, and why it could not be done when it could not.
struct TakenIn {
    Fresh fresh;
    std::string trouble;
};

/// Finished sessions that wait, from a kiosk or from the hub, go into the vault; for a clinician. Needs the vault
/// alone.
[[nodiscard]] TakenIn take_in(vault::Vault& vault);

} // namespace rapport::desk
