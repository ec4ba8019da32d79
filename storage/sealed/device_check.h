#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Whether a device is fit to be in a patient's hands: what the operating system says of it, read and not believed
/// where it does not say. SECURITY.md 3.5.
namespace rapport::sealed {

enum class Light : std::uint8_t {
    green,
    amber, ///< works, and somebody should know
    red,   ///< not fit
};

/// One thing looked at. Sentences for people stand in assets/strings under "device.<id>" and "device.<id>.<light>".
struct DeviceCheck {
    std::string id; ///< "disk_encryption", "swap", "core_limit", "mlock", "single_client", "free_space", "clock"
    Light light = Light::red;
    std::string seen; ///< what was found: "dm-0", "512 MiB"; never anything of a person
};

/// Where to look; tests bring their own folders and figures.
struct DeviceView {
    std::string proc = "/proc";
    std::string sys = "/sys";
    std::string vault;             ///< the folder whose disk counts
    std::int64_t utc_ms = 0;       ///< what the clock says
    std::int64_t known_utc_ms = 0; ///< a time that has been: the vault was last unlocked then; 0 when not known
    std::string wayland;           ///< WAYLAND_DISPLAY, or empty
    std::string x11;               ///< DISPLAY, or empty
    std::string runtime_folder;    ///< XDG_RUNTIME_DIR
    [[nodiscard]] static DeviceView of_this_machine(std::string vault, std::int64_t utc_ms, std::int64_t known_utc_ms);
};

/// In the order they are shown.
[[nodiscard]] std::vector<DeviceCheck> check_device(const DeviceView& view);
/// The ids of those that are red, in the same order.
[[nodiscard]] std::vector<std::string> red_ones(const std::vector<DeviceCheck>& checks);
[[nodiscard]] std::string_view word(Light light); ///< "green", "amber", "red"

} // namespace rapport::sealed
