#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include "app/cli/exit_code.h"
#include "app/cli/tour.h"

namespace rapport::cli {

void add_tour(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<TourWishes>();
    CLI::App* tour =
        program.add_subcommand("tour", "One day in a demo clinic, done by the real programs in a real window");
    tour->add_option("--out", wishes->out, "New folder for pictures, files and the summary")->required();
    tour->add_flag("--keep-vault", wishes->keep_vault, "Keep the demo vault in that folder");
    tour->add_option("--patients", wishes->patients, "How many invented people")->check(CLI::Range(12, 10'000));
    tour->add_option("--visits", wishes->visits, "Visits each has had")->check(CLI::Range(4, 100));
    tour->add_flag("--morning", wishes->morning, "A clinician's morning alone: its acts are counted");
    tour->add_option("--timeout", wishes->timeout_seconds, "Seconds to wait for any one step")
        ->check(CLI::Range(5, 600));
    tour->add_option("--orca-log", wishes->orca_log,
                     "Debug file of the Orca that runs beside it: what it says is checked")
        ->check(CLI::ExistingFile);
    tour->callback([wishes, &exit] {
        auto held = take_tour(*wishes);
        if (!held) {
            std::fprintf(stderr, "rapport: tour: stopped: %s %s\n", std::string(held.error().fault.name).c_str(),
                         held.error().detail.c_str());
            exit = fail(held.error());
            return;
        }
        exit = code(*held ? Exit::done : Exit::refused);
    });
}

} // namespace rapport::cli
