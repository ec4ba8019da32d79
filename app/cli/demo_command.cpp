#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/demo.h"
#include "app/cli/exit_code.h"

namespace rapport::cli {

void add_demo(CLI::App& program, int& exit)
{
    struct Wishes {
        DemoWishes demo;
        bool as_json = false;
        bool show_passphrase = false;
    };
    auto wishes = std::make_shared<Wishes>();
    CLI::App* demo = program.add_subcommand("demo", "Make a demo clinic of invented people");
    auto* folder = demo->add_option("DIR", wishes->demo.folder, "Folder to make it in");
    demo->add_option("--patients", wishes->demo.patients, "How many people")->check(CLI::Range(1, 10000));
    demo->add_option("--visits", wishes->demo.visits, "Visits each has had")->check(CLI::Range(1, 100));
    demo->add_option("--seed", wishes->demo.seed, "The same seed invents the same people");
    demo->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    demo->add_flag("--show-passphrase", wishes->show_passphrase, "Print the passphrase of every demo clinic and stop")
        ->excludes(folder);
    demo->callback([wishes, &exit] {
        if (wishes->show_passphrase) {
            std::printf("%s\n", std::string(demo_passphrase()).c_str());
            return;
        }
        if (wishes->demo.folder.empty()) throw CLI::RequiredError("DIR");
        auto clinic = make_demo(wishes->demo, vault::system_clock());
        if (!clinic) {
            exit = fail(clinic.error());
            return;
        }
        if (wishes->as_json) {
            const nlohmann::json answer{{"vault", wishes->demo.folder},
                                        {"user", clinic->user},
                                        {"recovery", clinic->recovery},
                                        {"people", clinic->people},
                                        {"administrations", clinic->administrations},
                                        {"seed", wishes->demo.seed}};
            std::printf("%s\n", answer.dump().c_str());
        }
        std::fprintf(
            stderr,
            "rapport: a demo clinic of %d invented people and %d questionnaires is ready. Start with: rapport run %s\n",
            clinic->people, clinic->administrations, wishes->demo.folder.c_str());
    });
}

} // namespace rapport::cli
