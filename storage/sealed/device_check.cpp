#include "storage/sealed/device_check.h"

#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

#include <dirent.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

namespace rapport::sealed {

namespace {

constexpr std::uint64_t mib = 1024ULL * 1024;
constexpr std::uint64_t least_free = 64 * mib;           // below it no session begins
constexpr std::uint64_t roomy = 512 * mib;               // SECURITY.md 3.6
constexpr std::uint64_t least_lockable = 8 * mib;        // what a job may need
constexpr std::int64_t least_utc_ms = 1'767'225'600'000; // 1 January 2026: no such program ran before
constexpr std::int64_t clock_slack_ms = 120'000;
constexpr std::string_view devices = "/dev/";
constexpr int deepest = 6; ///< layers of block devices on each other

std::optional<std::string> first_line(const std::string& path)
{
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) return std::nullopt;
    return line;
}

std::vector<std::string> names_in(const std::string& folder)
{
    std::vector<std::string> names;
    DIR* const listing = ::opendir(folder.c_str());
    if (listing == nullptr) return names;
    while (const dirent* entry = ::readdir(listing))
        if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    ::closedir(listing);
    return names;
}

/// A block device is encrypted when it is dm-crypt, or when everything it lies on is.
bool is_encrypted(const std::string& device, int depth)
{
    if (const auto uuid = first_line(device + "/dm/uuid"); uuid && uuid->starts_with("CRYPT-")) return true;
    if (depth == 0) return false;
    std::vector<std::string> below = names_in(device + "/slaves");
    for (const std::string& one : below)
        if (!is_encrypted(device + "/slaves/" + one, depth - 1)) return false;
    return !below.empty();
}

DeviceCheck disk_encryption(const DeviceView& view)
{
    struct stat found {};
    if (::stat(view.vault.c_str(), &found) != 0) return {"disk_encryption", Light::red, "no such folder"};
    const std::string number = std::to_string(major(found.st_dev)) + ":" + std::to_string(minor(found.st_dev));
    const bool encrypted = is_encrypted(view.sys + "/dev/block/" + number, deepest);
    return {"disk_encryption", encrypted ? Light::green : Light::red, number};
}

/// None, or only such as keeps nothing readable: compressed memory, or a dm-crypt device.
DeviceCheck swap(const DeviceView& view)
{
    std::ifstream file(view.proc + "/swaps");
    std::string line;
    if (!std::getline(file, line)) return {"swap", Light::red, "cannot tell"};
    std::string seen;
    bool readable = false;
    while (std::getline(file, line)) {
        std::string path;
        std::istringstream(line) >> path;
        if (path.empty()) continue;
        seen += (seen.empty() ? "" : ", ") + path;
        // A file may be called like a device.
        const std::string name = path.starts_with(devices) ? path.substr(devices.size()) : "";
        if (name.starts_with("zram")) continue;
        if (!name.empty() && is_encrypted(view.sys + "/class/block/" + name, deepest)) continue;
        readable = true;
    }
    return {"swap", readable ? Light::red : Light::green, seen.empty() ? "none" : seen};
}

DeviceCheck core_limit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_CORE, &limit) != 0) return {"core_limit", Light::red, "cannot tell"};
    const bool none = limit.rlim_cur == 0;
    return {"core_limit", none ? Light::green : Light::red, none ? "0" : "not 0"};
}

DeviceCheck lockable()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return {"mlock", Light::red, "cannot tell"};
    const std::string seen =
        limit.rlim_cur == RLIM_INFINITY ? "unlimited" : std::to_string(limit.rlim_cur / 1024) + " KiB";
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < least_lockable) return {"mlock", Light::red, seen};
    constexpr std::size_t tried = mib;
    void* const memory = ::mmap(nullptr, tried, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return {"mlock", Light::red, "no memory"};
    const bool locked = ::mlock(memory, tried) == 0;
    ::munmap(memory, tried);
    return {"mlock", locked ? Light::green : Light::red, seen};
}

/// A Wayland compositor for this program alone, whose socket nobody else can reach. Under X11 any program sees all.
DeviceCheck single_client(const DeviceView& view)
{
    if (view.wayland.empty())
        return view.x11.empty() ? DeviceCheck{"single_client", Light::amber, "no display"}
                                : DeviceCheck{"single_client", Light::red, "X11"};
    struct stat found {};
    if (::stat(view.runtime_folder.c_str(), &found) != 0) return {"single_client", Light::red, "no runtime folder"};
    const bool own = (found.st_mode & 077U) == 0;
    return {"single_client", own ? Light::green : Light::red, own ? "Wayland" : "runtime folder open to others"};
}

DeviceCheck free_space(const DeviceView& view)
{
    struct statvfs found {};
    if (::statvfs(view.vault.c_str(), &found) != 0) return {"free_space", Light::red, "cannot tell"};
    const std::uint64_t free = static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize;
    const Light light = free < least_free ? Light::red : free < roomy ? Light::amber : Light::green;
    return {"free_space", light, std::to_string(free / mib) + " MiB"};
}

DeviceCheck clock(const DeviceView& view)
{
    if (view.utc_ms < least_utc_ms) return {"clock", Light::red, "before this program was made"};
    if (view.known_utc_ms != 0 && view.utc_ms + clock_slack_ms < view.known_utc_ms)
        return {"clock", Light::red, "before the vault was last open"};
    return {"clock", Light::green, ""};
}

std::string from_environment(const char* name)
{
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

} // namespace

DeviceView DeviceView::of_this_machine(std::string vault, std::int64_t utc_ms, std::int64_t known_utc_ms)
{
    DeviceView view;
    view.vault = std::move(vault);
    view.utc_ms = utc_ms;
    view.known_utc_ms = known_utc_ms;
    view.wayland = from_environment("WAYLAND_DISPLAY");
    view.x11 = from_environment("DISPLAY");
    view.runtime_folder = from_environment("XDG_RUNTIME_DIR");
    return view;
}

std::vector<DeviceCheck> check_device(const DeviceView& view)
{
    return {disk_encryption(view), swap(view),       core_limit(), lockable(),
            single_client(view),   free_space(view), clock(view)};
}

std::vector<std::string> red_ones(const std::vector<DeviceCheck>& checks)
{
    std::vector<std::string> ids;
    for (const DeviceCheck& check : checks)
        if (check.light == Light::red) ids.push_back(check.id);
    return ids;
}

std::string_view word(Light light)
{
    switch (light) {
    case Light::green:
        return "green";
    case Light::amber:
        return "amber";
    case Light::red:
        break;
    }
    return "red";
}

} // namespace rapport::sealed
