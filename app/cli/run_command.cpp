#include "app/cli/commands.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "app/cli/exit_code.h"
#include "app/cli/supervisor.h"
#include "storage/vault/vault.h"

namespace rapport::cli {

namespace {

/// Whoever names no folder has one vault, in the place that the XDG base directories give to a person's data: the icon
/// of the desktop starts `rapport run` alone. Empty where there is no such place.
std::string own_vault()
{
    const char* const data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') return std::string(data) + "/rapport/vault";
    const char* const home = std::getenv("HOME");
    if (home == nullptr || *home != '/') return {};
    return std::string(home) + "/.local/share/rapport/vault";
}

} // namespace

void add_run(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<SupervisorWishes>();
    CLI::App* run = program.add_subcommand("run", "Start the desk, and hand over to patients from there");
    run->add_option("DIR", wishes->vault, "The vault's folder; left out, ~/.local/share/rapport/vault");
    run->add_option("--window", wishes->window, "Window size, as 1280x800");
    run->add_flag("--full-screen", wishes->full_screen, "Take the whole screen, as on a kiosk");
    run->add_option("--theme", wishes->theme, "light, dark or high-contrast")
        ->check(CLI::IsMember({"light", "dark", "high-contrast"}));
    run->add_option("--releases", wishes->releases, "Folder for released files");
    run->add_flag("--waiting-room", wishes->waiting_room, "Once unlocked, ask for tickets");
    run->callback([wishes, &exit] {
        const bool named = !wishes->vault.empty();
        if (!named) wishes->vault = own_vault();
        if (wishes->vault.empty()) throw CLI::RequiredError("DIR");
        // Asked here too, so that a wrong folder is said in the terminal it was typed in. An icon has no terminal; then
        // the desk's own window says it.
        if (auto door = vault::look_at_door(wishes->vault); !door) {
            if (!named) std::fprintf(stderr, "rapport: %s\n", wishes->vault.c_str());
            exit = fail(door.error());
            if (named) return;
        }
        auto ended = supervise(*wishes);
        exit = ended ? *ended : fail(ended.error());
    });
}

} // namespace rapport::cli
