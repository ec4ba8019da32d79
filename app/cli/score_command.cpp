#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_source.h"
#include "app/cli/score_csv.h"
#include "app/cli/score_report.h"
#include "app/shell/strings/strings.h"
#include "instruments/score_json.h"

namespace rapport::cli {

using instruments::Definition;
using strings::say;

namespace {

constexpr std::size_t largest_input = 256U << 20;
constexpr std::size_t most_listed = 1000; ///< bad rows in the machine-readable report; standard error has them all

struct ScoreWishes {
    std::string id;
    std::string path = "-";
    bool as_json = false;
    bool stated = false;
    CsvWish csv;
    CLI::Option* from_csv = nullptr;
    CLI::Option* to_csv = nullptr;
};

int score_answers(const Definition& definition, const std::string& path)
{
    auto input = read_all(path, largest_input);
    if (!input) return fail(input.error());
    auto scored = instruments::score_json(definition, *input);
    if (!scored) return refuse(scored.error().detail);
    std::fwrite(scored->data(), 1, scored->size(), stdout);
    return code(Exit::done);
}

int compare_stated(const Definition& definition, const std::string& path)
{
    auto input = read_all(path, largest_input);
    if (!input) return fail(input.error());
    auto compared = instruments::compare_stated(definition, *input);
    if (!compared) return refuse(compared.error().detail);
    std::fwrite(compared->json.data(), 1, compared->json.size(), stdout);
    for (const instruments::Mismatch& mismatch : compared->mismatches)
        std::fprintf(stderr, "rapport: %s\n", sentence(mismatch).c_str());
    return code(compared->mismatches.empty() ? Exit::done : Exit::refused);
}

int score_rows(const Definition& definition, const ScoreWishes& wishes)
{
    std::vector<BadRow> listed;
    const auto tell = [&](const BadRow& bad) {
        std::fprintf(stderr, "rapport: %s\n",
                     say("cli.csv.bad_row", {{"line", std::to_string(bad.line)}, {"what", bad.what}}).c_str());
        if (listed.size() < most_listed) listed.push_back(bad);
    };
    const auto report = score_csv(definition, wishes.csv, tell);
    if (!report && listed.empty()) return fail(report.error());
    const CsvReport counts = report ? *report : CsvReport{0, listed.size()};
    if (wishes.as_json && wishes.csv.out != "-") {
        const std::string json = csv_report_json(definition, wishes.csv, counts, listed);
        std::fwrite(json.data(), 1, json.size(), stdout);
    }
    if (!report) return fail(report.error());
    std::fprintf(
        stderr, "rapport: %s\n",
        say("cli.csv.done", {{"rows", std::to_string(counts.rows)}, {"bad", std::to_string(counts.bad)}}).c_str());
    return code(counts.bad == 0 ? Exit::done : Exit::refused);
}

int score_now(const ScoreWishes& wishes)
{
    const auto definition = instrument_named(wishes.id);
    if (!definition) return refuse_instrument(wishes.id, definition.error());
    if (!(*definition)->key_verified) std::fprintf(stderr, "rapport: %s\n", say("cli.key_unverified").data());
    if (!wishes.from_csv->empty()) return score_rows(**definition, wishes);
    return wishes.stated ? compare_stated(**definition, wishes.path) : score_answers(**definition, wishes.path);
}

} // namespace

void add_score(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<ScoreWishes>();
    CLI::App* score = program.add_subcommand("score", "Score answers given as JSON or CSV");
    score->add_option("ID", wishes->id, "Instrument, as 'pcl-5', or a definition file")->required();
    auto* file =
        score->add_option("FILE", wishes->path, "JSON object, array or one object a line; '-' is standard input");
    score->add_flag("--json", wishes->as_json, "With --csv: a report on standard output. Otherwise always JSON");
    auto* stated =
        score->add_flag("--stated", wishes->stated, "Compare the scores the input states with those computed");
    wishes->from_csv =
        score->add_option("--csv", wishes->csv.in, "CSV, one administration in each row; '-' is standard input");
    wishes->to_csv = score->add_option("--out", wishes->csv.out, "New CSV file for the scores; '-' is standard output");
    auto* going = score->add_flag("--keep-going", wishes->csv.keep_going, "Write the good rows, and list the bad ones");
    wishes->from_csv->excludes(stated)->excludes(file)->needs(wishes->to_csv);
    wishes->to_csv->needs(wishes->from_csv);
    going->needs(wishes->from_csv);
    score->callback([wishes, &exit] { exit = score_now(*wishes); });
}

} // namespace rapport::cli
