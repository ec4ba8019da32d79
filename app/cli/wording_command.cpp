#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_source.h"
#include "app/cli/instrument_vault.h"
#include "app/cli/score_output.h"
#include "app/shell/strings/strings.h"
#include "instruments/sheet/wording_file.h"

namespace rapport::cli {

using instruments::Definition;
using json = nlohmann::json;
using strings::say;

namespace {

constexpr std::size_t largest_wording = std::size_t{1} << 20;

struct WordingWishes {
    VaultDoor door;
    std::string id;
    std::string file;
    std::string out = "-";
    instruments::Permission permission;
    bool as_json = false;
};

int make_template(const WordingWishes& wishes)
{
    const auto definition = instrument_named(wishes.id);
    if (!definition) return refuse_instrument(wishes.id, definition.error());
    if ((*definition)->wording != instruments::Wording::key_only)
        return refuse(say("cli.wording.shipped", {{"id", (*definition)->id}}));
    if (auto written = write_new_file(wishes.out, instruments::wording_template(**definition)); !written)
        return fail(written.error());
    return code(Exit::done);
}

/// The definition a wording goes into, as it is without any: bundled, or the clinic's own.
Result<const Definition*> key_of(const vault::Vault& vault, const std::string& id)
{
    if (const Definition* const bundled = instruments::find_in_library(id)) return bundled;
    const Definition* const own = vault.instrument(id);
    if (own == nullptr) return Error{fault::no_such_instrument, id};
    return own;
}

int install(const WordingWishes& wishes)
{
    if (!is_day(wishes.permission.date)) return refuse(say("cli.date", {{"option", "--date"}}));
    const auto text = read_all(wishes.file, largest_wording);
    if (!text) return fail(text.error());
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const std::string id = instruments::wording_instrument(*text);
    const auto key = key_of(*vault, id);
    if (!key) return refuse_instrument(id, key.error());
    if ((*key)->wording == instruments::Wording::shipped) return refuse(say("cli.wording.shipped", {{"id", id}}));

    const instruments::PreparedWording prepared = instruments::prepare_wording(**key, *text, wishes.permission);
    for (const auto& problem : prepared.problems)
        std::fprintf(stderr, "%s:%d:%d: %s %s\n", wishes.file.c_str(), problem.line, problem.column,
                     problem.pointer.c_str(), problem.what.c_str());
    if (!prepared.problems.empty()) return refuse(say("cli.wording.problems", {}));
    if (auto installed = vault->install_wording(prepared.json); !installed) return fail(installed.error());
    std::fprintf(stderr, "rapport: %s\n", say("cli.wording.installed", {{"title", (*key)->short_title}}).c_str());
    return code(Exit::done);
}

json row_of(const vault::InstalledWording& row)
{
    if (row.hash.empty())
        return {{"instrument", row.instrument}, {"removed", true}, {"at_ms", row.at_ms}, {"actor", row.actor}};
    return {{"instrument", row.instrument},
            {"version", row.version},
            {"language", row.language},
            {"licensor", row.licensor},
            {"date", row.date},
            {"reference", row.reference},
            {"hash", row.hash},
            {"in_use", row.in_use},
            {"removed", false},
            {"at_ms", row.at_ms},
            {"actor", row.actor}};
}

int list(const WordingWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto rows = vault->wordings();
    if (!rows) return fail(rows.error());
    if (wishes.as_json) {
        json all = json::array();
        for (const auto& row : *rows)
            all.push_back(row_of(row));
        std::printf("%s\n", all.dump().c_str());
        return code(Exit::done);
    }
    for (const auto& row : *rows) {
        if (!row.in_use) continue;
        std::printf("%s\n", say("cli.wording.row", {{"id", row.instrument},
                                                    {"version", row.version},
                                                    {"language", row.language},
                                                    {"licensor", row.licensor},
                                                    {"date", row.date},
                                                    {"reference", row.reference},
                                                    {"actor", row.actor}})
                                .c_str());
    }
    return code(Exit::done);
}

int remove(const WordingWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    if (auto removed = vault->remove_wording(wishes.id); !removed) return fail(removed.error());
    std::fprintf(stderr, "rapport: %s\n", say("cli.wording.removed").data());
    return code(Exit::done);
}

} // namespace

void add_wording(CLI::App& instruments, int& exit)
{
    auto wishes = std::make_shared<WordingWishes>();
    CLI::App* command = instruments.add_subcommand("wording", "Licensed wording: a file to fill, and what a vault has");
    command->require_subcommand(1);

    CLI::App* empty =
        command->add_subcommand("template", "An empty wording file for an instrument that has a key only");
    empty->add_option("ID", wishes->id, "Instrument, as 'wai-sr-client', or a definition file")->required();
    empty->add_option("--out", wishes->out, "New file; without it, standard output");
    empty->callback([wishes, &exit] { exit = make_template(*wishes); });

    CLI::App* put = command->add_subcommand("install", "Put a filled wording file into a vault, with the permission");
    wishes->door.add_to(*put);
    put->add_option("FILE", wishes->file, "The filled wording file")->required();
    put->add_option("--licensor", wishes->permission.licensor, "Who gave the permission")->required();
    put->add_option("--reference", wishes->permission.reference, "Where it is written: number, letter, contract")
        ->required();
    put->add_option("--date", wishes->permission.date, "When it was given, like 2026-03-31")->required();
    put->callback([wishes, &exit] { exit = install(*wishes); });

    CLI::App* all = command->add_subcommand("list", "The wordings a vault has, each with its permission");
    wishes->door.add_to(*all);
    all->add_flag("--json", wishes->as_json, "Machine-readable, with those that were superseded or removed");
    all->callback([wishes, &exit] { exit = list(*wishes); });

    CLI::App* out = command->add_subcommand("remove", "Take a wording out again; who answered it keeps it on record");
    wishes->door.add_to(*out);
    out->add_option("ID", wishes->id, "Instrument")->required();
    out->callback([wishes, &exit] { exit = remove(*wishes); });
}

} // namespace rapport::cli
