#include "app/cli/commands.h"

#include <chrono>
#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/passphrase.h"
#include "app/cli/who.h"
#include "storage/outlet/outlet.h"

namespace rapport::cli {

using json = nlohmann::json;

namespace {

struct Wishes {
    std::string vault;
    std::string user;
    std::string out;
    release::Policy policy;
    PassphraseSource passphrase;
    bool as_json = false;
};

int year_of(std::int64_t utc_ms)
{
    using namespace std::chrono;
    const auto day = floor<days>(sys_time<milliseconds>(milliseconds(utc_ms)));
    return static_cast<int>(year_month_day(day).year());
}

void print_json(const outlet::Prepared& prepared, const outlet::Done& done)
{
    json files = json::array();
    for (const auto& file : done.written.files)
        files.push_back({{"name", file.name},
                         {"sha256", file.sha256},
                         {"bytes", file.bytes},
                         {"rows", file.rows},
                         {"columns", file.columns}});
    json withheld = json::array();
    for (const auto& item : prepared.data.withheld)
        withheld.push_back({{"what", item.what}, {"how_much", item.how_much}, {"why", item.why}});
    const auto& risk = prepared.data.risk;
    const json answer{
        {"out", done.folder},
        {"ledger", done.ledger_number},
        {"profile", prepared.policy.profile},
        {"manifest_sha256", done.written.manifest_sha256},
        {"people", risk.people},
        {"rows", risk.rows},
        {"risk",
         {{"worst", risk.worst},
          {"average", risk.average},
          {"smallest_class", risk.smallest_class},
          {"lost_a_value", risk.lost_a_value}}},
        {"withheld", withheld},
        {"withheld_cells", prepared.table.withheld_cells},
        {"files", files},
    };
    std::printf("%s\n", answer.dump().c_str());
}

int release_now(const Wishes& wishes)
{
    auto passphrase = wishes.passphrase.take("Passphrase: ");
    if (!passphrase) return fail(passphrase.error());
    auto user = user_or_only(wishes.vault, wishes.user);
    if (!user) return fail(user.error());
    auto vault = vault::Vault::open(wishes.vault, *user, *passphrase, vault::system_clock());
    if (!vault) return fail(vault.error());
    release::Policy policy = wishes.policy;
    policy.release_year = year_of(vault->now_ms());
    auto prepared = outlet::prepare(*vault, policy);
    if (!prepared) return fail(prepared.error());
    auto done = outlet::write(*vault, *prepared, wishes.out);
    if (!done) return fail(done.error());
    if (wishes.as_json) print_json(*prepared, *done);
    std::fprintf(stderr,
                 "rapport: %d people, %d rows, %zu files in %s. De-identified, not anonymous: somebody who knows a "
                 "person's answers can still find the row.\n",
                 prepared->data.risk.people, prepared->data.risk.rows, done->written.files.size(),
                 done->folder.c_str());
    return code(Exit::done);
}

} // namespace

void add_release(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<Wishes>();
    wishes->policy.project = "release";
    CLI::App* command =
        program.add_subcommand("release", "Write de-identified files and a table that gives nobody away");
    command->add_option("VAULT", wishes->vault, "The vault's folder")->required();
    command->add_option("--profile", wishes->policy.profile, "A: de-identified")->check(CLI::IsMember({"A"}));
    command->add_option("--out", wishes->out, "New folder for the files")->required();
    command->add_option("--project", wishes->policy.project,
                        "Names the codes: the same project gives a person the same code");
    command->add_option("--instrument", wishes->policy.instruments, "Only these instruments");
    command->add_option("-k", wishes->policy.k, "People alike at least")->check(CLI::Range(5, 30));
    command->add_option("--user", wishes->user, "Your name in the vault; not needed when there is only one user");
    wishes->passphrase.add_to(*command);
    command->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    command->callback([wishes, &exit] { exit = release_now(*wishes); });
}

} // namespace rapport::cli
