#include "app/cli/run_program.h"

#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/exit_code.h"
#include "app/cli/version.h"
#include "storage/sealed/secret.h"

namespace rapport::cli {

void add_everything(CLI::App& program, int& exit)
{
    program.description("Rapport: patient-reported outcomes, kept on the device");
    add_version(program);
    program.require_subcommand(1);
    add_run(program, exit);
    add_vault(program, exit);
    add_instruments(program, exit);
    add_score(program, exit);
    add_person(program, exit);
    add_release(program, exit);
    add_pool(program, exit);
    add_hub(program, exit);
    add_self_test(program, exit);
    add_demo(program, exit);
    add_tour(program, exit);
}

int run_program(int argc, char** argv)
{
    if (auto prepared = sealed::prepare_process(); !prepared) return fail(prepared.error());

    int exit = code(Exit::done);
    CLI::App program;
    add_everything(program, exit);

    try {
        program.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return program.exit(help);
    } catch (const CLI::CallForAllHelp& help) {
        return program.exit(help);
    } catch (const CLI::CallForVersion& version) {
        return program.exit(version);
    } catch (const CLI::ParseError& wrong) {
        std::fprintf(stderr, "rapport: %s See 'rapport --help'.\n", wrong.what());
        return code(Exit::usage);
    }
    return exit;
}

} // namespace rapport::cli
