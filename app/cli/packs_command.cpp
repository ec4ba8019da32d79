#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_source.h"
#include "app/shell/strings/strings.h"

namespace rapport::cli {

using json = nlohmann::json;
using strings::say;

namespace {

int list_packs(bool as_json)
{
    json all = json::array();
    for (const std::string& id : pack_ids()) {
        const auto definition = instrument_named(id);
        if (!definition) return refuse_instrument(id, definition.error());
        const auto notice = read_all(pack_file(id, "NOTICE"), largest_notice);
        if (!notice) return fail(notice.error());
        all.push_back({{"id", id},
                       {"version", (*definition)->version},
                       {"title", (*definition)->title},
                       {"holder", (*definition)->licence.holder},
                       {"terms", (*definition)->licence.terms},
                       {"notice", *notice}});
        if (!as_json)
            std::printf("%-10s %3zu items  %s\n%16s%s: %s\n", id.c_str(), (*definition)->items.size(),
                        (*definition)->title.c_str(), "", (*definition)->licence.holder.c_str(),
                        (*definition)->licence.terms.c_str());
    }
    if (as_json)
        std::printf("%s\n", all.dump().c_str());
    else
        std::fprintf(stderr, "rapport: %s\n", say(all.empty() ? "cli.packs.none" : "cli.packs.how", {}).c_str());
    return code(Exit::done);
}

} // namespace

void add_packs(CLI::App& instruments, int& exit)
{
    auto as_json = std::make_shared<bool>(false);
    CLI::App* const packs =
        instruments.add_subcommand("packs", "Questionnaires beside the program, each under a licence of its own");
    packs->add_flag("--json", *as_json, "Machine-readable answer on standard output");
    packs->callback([as_json, &exit] { exit = list_packs(*as_json); });
}

} // namespace rapport::cli
