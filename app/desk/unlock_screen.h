#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "app/desk/intents.h"
#include "app/desk/passphrase_sink.h"
#include "app/desk/recovery_screen.h"
#include "app/desk/unlock_view.h"
#include "app/shell/ui.h"

namespace rapport::desk {

struct UnlockState {
    std::size_t user = 0;
    bool remembered = false; ///< the name is known: focus starts on the passphrase
    PassphraseSink passphrase;
    std::string error;        ///< of the last try
    double blocked_until = 0; ///< of Ui::now()
    bool opening = false;
    bool refocus = false; ///< a try has just failed: back to the field
    RecoveryState recovery;
};

/// Node ids: "unlock.name", "unlock.passphrase", "unlock.go", "unlock.recovery". Page "unlock".
[[nodiscard]] std::optional<Intent> draw_unlock(shell::Ui& ui, const UnlockView& view, UnlockState& state);

} // namespace rapport::desk
