#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "instruments/reader.h"
#include "instruments/score_json.h"

namespace rapport::cli {

namespace {

constexpr std::size_t largest_input = 256U << 20;

int score_now(const std::string& id, const std::string& path)
{
    const auto* definition = instruments::find_in_library(id);
    if (definition == nullptr)
        return refuse("There is no instrument called " + id + ". 'rapport instruments list' names them all.");
    auto input = read_all(path, largest_input);
    if (!input) return fail(input.error());
    auto scored = instruments::score_json(*definition, *input);
    if (!scored) return refuse(scored.error().detail);
    std::fwrite(scored->data(), 1, scored->size(), stdout);
    return code(Exit::done);
}

} // namespace

void add_score(CLI::App& program, int& exit)
{
    struct Wishes {
        std::string id;
        std::string path = "-";
        bool as_json = true;
    };
    auto wishes = std::make_shared<Wishes>();
    CLI::App* score = program.add_subcommand("score", "Score answers given as JSON");
    score->add_option("ID", wishes->id, "Instrument, as 'pcl-5'")->required();
    score->add_option("FILE", wishes->path, "JSON object, array or one object a line; '-' is standard input");
    score->add_flag("--json", wishes->as_json, "Allowed for uniformity: the answer is always JSON");
    score->callback([wishes, &exit] { exit = score_now(wishes->id, wishes->path); });
}

} // namespace rapport::cli
