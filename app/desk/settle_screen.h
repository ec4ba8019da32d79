#pragma once

#include <optional>

#include "app/desk/worklist_view.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// What somebody must see to, or say why not, before the tablet goes on.
struct SettleView {
    std::vector<AlertRow> alerts;
};
struct SettleState {
    shell::TextEdit words;
    std::string error;
};

/// Node ids "settle.0.words", "settle.words", "settle.done", "settle.left", "settle.back". One alert at a time, the
/// gravest first. Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_settle(shell::Ui& ui, const SettleView& view, SettleState& state);

} // namespace rapport::desk
