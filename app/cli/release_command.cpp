#include "app/cli/commands.h"

#include <chrono>
#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/foreign_import.h"
#include "app/cli/instrument_vault.h"
#include "app/cli/passphrase.h"
#include "app/cli/release_check.h"
#include "app/cli/release_import.h"
#include "app/cli/release_person.h"
#include "app/cli/release_plan.h"
#include "app/cli/release_table.h"
#include "app/cli/who.h"
#include "storage/outlet/outlet.h"

namespace rapport::cli {

using json = nlohmann::json;

namespace {

struct Wishes {
    std::string vault;
    std::string user;
    std::string out;
    std::string plan;
    std::string checked; ///< the folder `release check` looks at
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

int check_now(const Wishes& wishes)
{
    const auto found = check_bundle(wishes.checked);
    if (!found) return fail(found.error());
    if (wishes.as_json) {
        const json answer{{"files", found->files},
                          {"people", found->people},
                          {"smallest_group", found->smallest_group},
                          {"problems", found->problems}};
        std::printf("%s\n", answer.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    }
    for (const std::string& problem : found->problems)
        std::fprintf(stderr, "rapport: %s\n", problem.c_str());
    if (!found->problems.empty()) return code(Exit::refused);
    if (found->people == 0) {
        std::fprintf(stderr, "rapport: %d files: as they were released.\n", found->files);
        return code(Exit::done);
    }
    std::fprintf(stderr, "rapport: %d files, %d people: as they were released. At least %d people look alike.\n",
                 found->files, found->people, found->smallest_group);
    return code(Exit::done);
}

/// With a map it is a file of another system, without one a folder of ours.
int import_now(const ImportWishes& wishes, const ForeignWishes& foreign, const VaultDoor& door)
{
    auto vault = door.open();
    if (!vault) return fail(vault.error());
    if (foreign.map.empty()) return import_release(*vault, wishes);
    ForeignWishes all = foreign;
    all.file = wishes.folder;
    all.format = wishes.format;
    all.first_day = wishes.first_day;
    all.keep_going = wishes.keep_going;
    all.dry_run = wishes.dry_run;
    all.as_json = wishes.as_json;
    return import_foreign(*vault, all);
}

int table_now(TableOrder& order, const VaultDoor& door)
{
    auto vault = door.open();
    if (!vault) return fail(vault.error());
    order.policy.release_year = year_of(vault->now_ms());
    return release_table(*vault, order);
}

void add_table_options(CLI::App& command, TableOrder& order)
{
    order.policy.project = "release";
    order.wish.score = "total";
    command.add_option("--instrument", order.wish.instrument, "Of which questionnaire")->required();
    command.add_option("--score", order.wish.score, "Which score of it");
    command.add_option("--by", order.wish.by, "Everybody, or by arm, site or clinician")
        ->check(CLI::IsMember({"all", "arm", "site", "clinician"}));
    command.add_option("--out", order.out, "New folder; without it the table is only shown, and nothing leaves");
    command.add_option("--recipient", order.policy.recipient, "Who gets it: stands in the ledger, in no file");
    command.add_option("--purpose", order.policy.purpose, "What for: likewise");
    command.add_option("--project", order.policy.project, "What it belongs to, for the ledger");
    command.add_flag("--json", order.as_json, "As JSON, with the reason for what is withheld");
}

int misused(const std::string& sentence)
{
    std::fprintf(stderr, "rapport: %s\n", sentence.c_str());
    return code(Exit::usage);
}

int release_now(Wishes& wishes)
{
    if (wishes.vault.empty() || wishes.out.empty()) return misused("release needs a vault and --out.");
    if (!wishes.plan.empty()) {
        const auto text = read_all(wishes.plan, 1U << 20U);
        if (!text) return fail(text.error());
        if (const std::string wrong = read_plan(*text, wishes.policy); !wrong.empty()) return misused(wrong);
    }
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
    std::fprintf(stderr, "rapport: %d people, %d rows, %zu files in %s. %s\n", prepared->data.risk.people,
                 prepared->data.risk.rows, done->written.files.size(), done->folder.c_str(),
                 policy.profile == "B"
                     ? "Personal data under pseudonyms, with dates; not anonymous: for this recipient "
                       "and purpose alone."
                     : "De-identified, not anonymous: somebody who knows a person's answers can "
                       "still find the row.");
    return code(Exit::done);
}

} // namespace

void add_release(CLI::App& program, int& exit)
{
    auto wishes = std::make_shared<Wishes>();
    wishes->policy.project = "release";
    CLI::App* command =
        program.add_subcommand("release", "Write de-identified files and a table that gives nobody away");
    command->add_option("VAULT", wishes->vault, "The vault's folder");
    command->add_option("--plan", wishes->plan, "A file with the release's project, recipient, purpose and rules");
    command
        ->add_option("--profile", wishes->policy.profile,
                     "A: de-identified. B: pseudonymised, with dates: for clinicians, with --recipient "
                     "and --purpose")
        ->check(CLI::IsMember({"A", "B"}));
    command->add_option("--out", wishes->out, "New folder for the files");
    command->add_option("--recipient", wishes->policy.recipient,
                        "Who gets the files: stands in the ledger, in no file");
    command->add_option("--purpose", wishes->policy.purpose, "What for: likewise");
    command->add_option("--project", wishes->policy.project,
                        "Names the codes: the same project gives a person the same code");
    command->add_option("--instrument", wishes->policy.instruments, "Only these instruments");
    command->add_option("-k", wishes->policy.k, "People alike at least")->check(CLI::Range(5, 30));
    command->add_option("--user", wishes->user, "Your name in the vault; not needed when there is only one user");
    wishes->passphrase.add_to(*command);
    command->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
    CLI::App* check = command->add_subcommand("check", "Whether a released folder is as it was released");
    check->add_option("DIR", wishes->checked, "The folder")->required();
    check->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");

    const auto door = std::make_shared<VaultDoor>();
    const auto import = std::make_shared<ImportWishes>();
    CLI::App* back =
        command->add_subcommand("import", "Take a release into a vault, with every score worked out again");
    door->add_to(*back);
    const auto foreign = std::make_shared<ForeignWishes>();
    back->add_option("PATH", import->folder, "The released folder, or with --map a file of another system")->required();
    CLI::Option* format =
        back->add_option("--format", import->format, "Which of its files to read, or what the file is")
            ->check(CLI::IsMember({"csv", "redcap", "fhir"}));
    CLI::Option* map = back->add_option("--map", foreign->map, "What that file says, in Rapport's words");
    back->add_option("--people", foreign->people, "Only people this vault knows, or strangers as new people")
        ->check(CLI::IsMember({"known", "create"}))
        ->needs(map);
    back->add_flag("--unfinished", foreign->unfinished, "Also forms that the other system calls unfinished")
        ->needs(map);
    back->add_flag("--dry-run", import->dry_run, "Say what it would come to, and change nothing");
    back->add_option("--first-day", import->first_day, "The day week 0 begins on, where the files have no dates");
    back->add_flag("--keep-going", import->keep_going,
                   "Leave out what is wrong or does not come to its stated score, take the rest");
    back->add_flag("--json", import->as_json, "Machine-readable answer on standard output");
    const auto table_door = std::make_shared<VaultDoor>();
    const auto order = std::make_shared<TableOrder>();
    CLI::App* table = command->add_subcommand("table", "One table, shown or released by itself");
    table_door->add_to(*table);
    add_table_options(*table, *order);
    const auto asked = std::make_shared<WhoWishes>();
    const auto named = std::make_shared<IdentifiedWishes>();
    CLI::App* who = add_who(*command, *asked);
    CLI::App* identified = add_identified(*command, *named);
    command->callback([=, &exit] {
        exit = check->parsed()        ? check_now(*wishes)
               : back->parsed()       ? map->count() > 0 && format->count() > 0 && import->format == "csv"
                                            ? misused("With --map the file is redcap or fhir.")
                                            : import_now(*import, *foreign, *door)
                     : table->parsed() ? table_now(*order, *table_door)
               : who->parsed()        ? who_now(*asked)
               : identified->parsed() ? identified_now(*named)
                                      : release_now(*wishes);
    });
}

} // namespace rapport::cli
