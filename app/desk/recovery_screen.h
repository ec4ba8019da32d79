#pragma once

#include "app/desk/intents.h"
#include "app/desk/passphrase_sink.h"
#include "app/shell/ui.h"

namespace rapport::desk {

/// The way in for somebody who lost their passphrase: the printed key typed, then a new passphrase at once.
struct RecoveryState {
    bool on = false;
    bool opened = false;  ///< the key was right; what is left is the new passphrase
    bool working = false; ///< the vault is being opened, or the passphrase set
    PassphraseSink key;
    std::size_t user = 0;
    std::size_t kind = 0; ///< 0: five words made here, 1: typed
    sealed::Secret generated;
    PassphraseSink fresh;
    PassphraseSink again;
    std::string error;

    void wipe();
};

/// Page "recovery". Node ids "recovery.key", ".go", ".back"; then "recovery.user", ".kind", ".words", ".fresh",
/// ".again", ".set", ".error".
[[nodiscard]] std::optional<Intent> draw_recovery(shell::Ui& ui, const std::vector<std::string>& users,
                                                  RecoveryState& state);

} // namespace rapport::desk
