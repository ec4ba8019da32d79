#include "app/cli/commands.h"

#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_source.h"
#include "app/cli/instrument_vault.h"
#include "app/shell/strings/strings.h"
#include "instruments/describe_json.h"

namespace rapport::cli {

using json = nlohmann::json;
using strings::say;

namespace {

struct SignOffWishes {
    VaultDoor door;
    instruments::KeyCheck check;
    std::string file;
    bool as_json = false;
};

json row_of(const vault::SignOff& row)
{
    return {{"instrument", row.instrument},
            {"version", row.version},
            {"hash", row.hash},
            {"by", row.by},
            {"date", row.date},
            {"reference", row.reference},
            {"actor", row.actor},
            {"at_ms", row.at_ms},
            {"holds", row.holds}};
}

int sign_off(SignOffWishes& wishes)
{
    if (!is_day(wishes.check.date)) return refuse(say("cli.date", {{"option", "--date"}}));
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto* const definition = vault->instrument(wishes.check.instrument);
    if (definition == nullptr) return refuse(say("cli.no_instrument", {{"id", wishes.check.instrument}}));
    if (wishes.check.version.empty()) wishes.check.version = definition->version;
    const auto record = vault->sign_off(wishes.check);
    if (!record) return fail(record.error());
    if (wishes.as_json) std::printf("%s\n", row_of(*record).dump().c_str());
    std::fprintf(
        stderr, "rapport: %s\n",
        say("cli.signed_off", {{"id", record->instrument}, {"version", record->version}, {"hash", record->hash}})
            .c_str());
    return code(Exit::done);
}

int list(const SignOffWishes& wishes)
{
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto rows = vault->sign_offs();
    if (!rows) return fail(rows.error());
    json all = json::array();
    for (const auto& row : *rows) {
        all.push_back(row_of(row));
        if (wishes.as_json) continue;
        std::printf("%s\n", say(row.holds ? "cli.sign_off.row" : "cli.sign_off.lapsed", {{"id", row.instrument},
                                                                                         {"version", row.version},
                                                                                         {"by", row.by},
                                                                                         {"date", row.date},
                                                                                         {"reference", row.reference},
                                                                                         {"hash", row.hash}})
                                .c_str());
    }
    if (wishes.as_json) std::printf("%s\n", all.dump().c_str());
    return code(Exit::done);
}

int add_own(const SignOffWishes& wishes)
{
    const std::string path = definition_path(wishes.file);
    const auto text = read_all(path, largest_definition);
    if (!text) return fail(text.error());
    const instruments::Reading reading = read_filled_definition(*text);
    if (!reading.definition) {
        std::fputs(instruments::check_text(path, reading).c_str(), stderr);
        return fail(Error{fault::definition_unsound, path});
    }
    auto vault = wishes.door.open();
    if (!vault) return fail(vault.error());
    const auto hash = vault->add_definition(*text);
    if (!hash) return fail(hash.error());
    const auto& definition = *reading.definition;
    if (wishes.as_json)
        std::printf(
            "%s\n",
            json{{"instrument", definition.id}, {"version", definition.version}, {"hash", *hash}}.dump().c_str());
    const bool pack = path != wishes.file;
    std::fprintf(
        stderr, "rapport: %s\n",
        say(pack ? "cli.pack_added" : "cli.definition_added", {{"id", definition.id}, {"hash", *hash}}).c_str());
    return code(Exit::done);
}

} // namespace

void add_sign_off(CLI::App& instruments, int& exit)
{
    auto wishes = std::make_shared<SignOffWishes>();
    const auto add = [&](const char* name, const char* about) {
        CLI::App* sub = instruments.add_subcommand(name, about);
        wishes->door.add_to(*sub);
        sub->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
        return sub;
    };
    CLI::App* sign = add("sign-off", "Record that a key was held against the form it belongs to");
    sign->add_option("ID", wishes->check.instrument, "Instrument")->required();
    sign->add_option("--by", wishes->check.by, "Who compared")->required();
    sign->add_option("--reference", wishes->check.reference, "Against what: form, edition, page, licence")->required();
    sign->add_option("--date", wishes->check.date, "When, like 2026-03-31")->required();
    sign->add_option("--version", wishes->check.version, "Refuse unless the vault has this version of it");
    sign->callback([wishes, &exit] { exit = sign_off(*wishes); });

    add("sign-offs", "Which keys were signed off in a vault, and whether that still holds")->callback([wishes, &exit] {
        exit = list(*wishes);
    });

    CLI::App* own = add("add", "Put a pack, or a definition of the clinic's own, into a vault");
    own->add_option("FILE", wishes->file, "The definition's file, or a pack's id")->required();
    own->callback([wishes, &exit] { exit = add_own(*wishes); });
}

} // namespace rapport::cli
