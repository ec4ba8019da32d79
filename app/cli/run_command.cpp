#include "app/cli/commands.h"

#include <memory>

#include "app/cli/exit_code.h"
#include "app/cli/supervisor.h"
#include "storage/vault/vault.h"

namespace rapport::cli {

void add_run(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<SupervisorWishes>();
    CLI::App* run = program.add_subcommand("run", "Start the desk, and hand over to patients from there");
    run->add_option("DIR", wishes->vault, "The vault's folder")->required();
    run->add_option("--window", wishes->window, "Window size, as 1280x800");
    run->add_flag("--full-screen", wishes->full_screen, "Take the whole screen, as on a kiosk");
    run->add_option("--theme", wishes->theme, "light, dark or high-contrast")
        ->check(CLI::IsMember({"light", "dark", "high-contrast"}));
    run->add_option("--releases", wishes->releases, "Folder for released files");
    run->add_flag("--waiting-room", wishes->waiting_room, "Once unlocked, ask for tickets");
    run->callback([wishes, &exit] {
        // Asked here too, so that a wrong folder is said in the terminal it was typed in.
        if (auto door = vault::look_at_door(wishes->vault); !door) {
            exit = fail(door.error());
            return;
        }
        auto ended = supervise(*wishes);
        exit = ended ? *ended : fail(ended.error());
    });
}

} // namespace rapport::cli
