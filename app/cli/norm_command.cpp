#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/instrument_vault.h"
#include "app/shell/strings/strings.h"

namespace rapport::cli {

using json = nlohmann::json;
using strings::say;

namespace {

struct NormWishes {
    VaultDoor door;
    instruments::SiteNorm norm;
    bool as_json = false;
};

json row_of(const vault::RecordedNorm& row, double points)
{
    json out{{"instrument", row.norm.instrument},
             {"score", row.norm.score},
             {"sd", row.norm.sd},
             {"reliability", row.norm.reliability},
             {"reliable_change", points},
             {"end_point", nullptr},
             {"population", row.norm.population},
             {"source", row.norm.source},
             {"citation", row.norm.citation},
             {"actor", row.actor},
             {"at_ms", row.at_ms}};
    if (row.norm.end_point) out["end_point"] = *row.norm.end_point;
    return out;
}

std::string rounded(double points)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", points);
    return text;
}

double points_of(const instruments::SiteNorm& norm)
{
    const auto rule = instruments::reliable_change(norm.sd, norm.reliability);
    return rule ? rule->points : 0;
}

int list(const NormWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto rows = vault->norms();
    if (!rows) return fail(rows.error());
    json all = json::array();
    for (const auto& row : *rows) {
        const double points = points_of(row.norm);
        all.push_back(row_of(row, points));
        if (!wishes.as_json)
            std::printf("%s\n", say("cli.norm.row", {{"id", row.norm.instrument},
                                                     {"score", row.norm.score},
                                                     {"points", rounded(points)},
                                                     {"population", row.norm.population},
                                                     {"source", row.norm.source},
                                                     {"actor", row.actor}})
                                    .c_str());
    }
    if (wishes.as_json) std::printf("%s\n", all.dump().c_str());
    return code(Exit::done);
}

int set(const NormWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    if (auto kept = vault->set_norm(wishes.norm); !kept) return fail(kept.error());
    const double points = points_of(wishes.norm);
    if (wishes.as_json) std::printf("%s\n", json{{"reliable_change", points}}.dump().c_str());
    std::fprintf(stderr, "rapport: %s\n",
                 say("cli.norm.set", {{"id", wishes.norm.instrument},
                                      {"score", wishes.norm.score},
                                      {"points", rounded(points)},
                                      {"source", wishes.norm.source}})
                     .c_str());
    return code(Exit::done);
}

int remove(const NormWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    if (auto gone = vault->remove_norm(wishes.norm.instrument, wishes.norm.score); !gone) return fail(gone.error());
    return code(Exit::done);
}

} // namespace

void add_norm(CLI::App& instruments, int& exit)
{
    CLI::App* const norm =
        instruments.add_subcommand("norm", "The clinic's own norms, for the reliable change they lead to");
    norm->require_subcommand(1);
    auto wishes = std::make_shared<NormWishes>();
    const auto add = [&](const char* name, const char* about) {
        CLI::App* sub = norm->add_subcommand(name, about);
        wishes->door.add_to(*sub);
        return sub;
    };
    const auto which = [&](CLI::App* sub) {
        sub->add_option("ID", wishes->norm.instrument, "Instrument")->required();
        sub->add_option("--score", wishes->norm.score, "Which of its scores")->default_str("total");
        wishes->norm.score = "total";
    };
    CLI::App* const put = add("set", "Put a norm in, or another in its place");
    which(put);
    put->add_option("--sd", wishes->norm.sd, "Standard deviation in that population, raw points")->required();
    put->add_option("--reliability", wishes->norm.reliability, "Reliability in it, between 0 and 1")->required();
    put->add_option("--end-point", wishes->norm.end_point,
                    "Clinically significant when reached, where a source says so");
    put->add_option("--population", wishes->norm.population, "Whom the figures are from")->required();
    put->add_option("--source", wishes->norm.source, "Short, as it stands beside every judgement: \"Meyer 2021\"")
        ->required();
    put->add_option("--citation", wishes->norm.citation, "Where the figures are written")->required();
    put->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    put->callback([wishes, &exit] { exit = set(*wishes); });

    CLI::App* const all = add("list", "The norms in use");
    all->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    all->callback([wishes, &exit] { exit = list(*wishes); });

    CLI::App* const out = add("remove", "Take a norm out");
    which(out);
    out->callback([wishes, &exit] { exit = remove(*wishes); });
}

} // namespace rapport::cli
