#pragma once

#include "app/desk/intents.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// What is being chosen; filled from the vault when the page opens.
struct PolicyState {
    std::size_t lock = 1; ///< index: minutes less one
    shell::TextEdit backup_days;
    shell::TextEdit escalate; ///< minutes
    bool sees_items = false;  ///< the treating therapist reads what their patient answered about the alliance
    std::string trouble;
    std::string done;
    float left_height = 0; ///< of the two cards in the last frame
    float right_height = 0;
    float content_height = 0; ///< of all of it
};

/// Node ids "policy.lock", ".backup", ".escalate", ".alliance", ".save", ".trouble", ".done". Everything below the top
/// bar.
[[nodiscard]] std::optional<Intent> draw_policy(shell::Ui& ui, PolicyState& state);

} // namespace rapport::desk
