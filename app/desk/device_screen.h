#pragma once

#include <optional>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "storage/sealed/device_check.h"

namespace rapport::desk {

struct DeviceScreenView {
    std::vector<sealed::DeviceCheck> checks;
    std::vector<std::string> refused; ///< red, and nobody has allowed it
    bool demo = false;
};

/// Node ids "device.<check>", "device.summary". Everything below the top bar.
[[nodiscard]] std::optional<Intent> draw_device(shell::Ui& ui, const DeviceScreenView& view);

} // namespace rapport::desk
