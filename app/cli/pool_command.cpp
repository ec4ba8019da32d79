#include "app/cli/commands.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/pool_inputs.h"
#include "app/cli/pool_report.h"
#include "storage/outlet/folder_sink.h"

namespace rapport::cli {

namespace {

int misused_pool(const std::string& sentence)
{
    std::fprintf(stderr, "rapport: %s\n", sentence.c_str());
    return code(Exit::usage);
}

int pool_now(const PoolWishes& wishes)
{
    PoolReport report(wishes.as_json);
    auto inputs = read_pool_inputs(wishes, report);
    if (!inputs)
        return inputs.error().fault == bad_pool_words ? misused_pool(inputs.error().detail) : fail(inputs.error());
    if (report.refused()) return report.done();
    report.disagreements(release::disagreements(*inputs));
    report.overlaps(release::overlaps(*inputs));
    if (report.refused()) return report.done();

    const std::string project = wishes.project.empty() ? common_project(*inputs) : wishes.project;
    auto pooled = release::pool(*inputs, project);
    if (!pooled) {
        report.too_rare(*inputs, pooled.error());
        return report.refused() ? report.done() : fail(pooled.error());
    }
    report.disagreements(release::disagreements_with(inputs->front(), *pooled));
    if (report.refused()) return report.done();

    auto sink = outlet::FolderSink::make(wishes.out);
    if (!sink) return fail(sink.error());
    const auto written =
        release::write_bundle(pooled->data, pooled->table, pooled->definitions, pooled->policy, **sink);
    if (!written) return fail(written.error());
    if (const Status delivered = (*sink)->deliver(); !delivered) return fail(delivered.error());
    report.pooled(*inputs, *pooled, *written, wishes.out);
    return report.done();
}

} // namespace

void add_pool(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<PoolWishes>();
    CLI::App* command = program.add_subcommand("pool", "Put released bundles of several sites together for one study");
    command->add_option("DIR", wishes->folders, "A released folder of profile A, one a site");
    command->add_option("--name", wishes->names, "SITE=DIR: a folder and what its site is called in the pooled rows");
    command->add_option("--out", wishes->out, "New folder for the files")->required();
    command->add_option("--project", wishes->project, "What it belongs to; without it the sites' own, where it is one");
    command->add_option("--ledger", wishes->ledger,
                        "SITE=SHA256: the manifest's digest as the site's ledger has it; another is refused");
    command->add_option("--definition", wishes->definitions,
                        "A definition file of a questionnaire that does not come with Rapport");
    command->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    command->callback([=, &exit] { exit = pool_now(*wishes); });
}

} // namespace rapport::cli
