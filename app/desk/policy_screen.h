#pragma once

#include "app/desk/intents.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// What is being chosen; filled from the vault when the page opens.
struct PolicyState {
    std::size_t lock = 1; ///< index: minutes less one
    shell::TextEdit backup_days;
    std::string trouble;
    std::string done;
    float height = 0; ///< of the card in the last frame
};

/// Node ids "policy.lock", ".backup", ".save", ".trouble", ".done". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_policy(shell::Ui& ui, PolicyState& state);

} // namespace rapport::desk
