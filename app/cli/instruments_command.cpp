#include "app/cli/commands.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/cli/instrument_source.h"
#include "app/cli/score_output.h"
#include "app/cli/sheet_words.h"
#include "app/shell/strings/strings.h"
#include "instruments/describe_json.h"
#include "instruments/fields.h"
#include "instruments/sheet/starting_file.h"

namespace rapport::cli {

using instruments::Definition;
using strings::say;

namespace {

int list(bool as_json)
{
    const auto& library = instruments::library();
    if (as_json) {
        std::fputs(instruments::list_json(library).c_str(), stdout);
        return code(Exit::done);
    }
    for (const Definition& definition : library) {
        const bool key_only = definition.wording == instruments::Wording::key_only;
        std::printf("%-20s %3zu items  %s%s%s\n", definition.id.c_str(), definition.items.size(),
                    definition.title.c_str(), key_only ? " (key only: wording is installed by the clinic)" : "",
                    definition.key_verified ? "" : " (key unverified)");
    }
    return code(Exit::done);
}

int show(const std::string& id, bool as_json, bool as_html)
{
    const auto definition = instrument_named(id);
    if (!definition) return refuse_instrument(id, definition.error());
    const std::string text = as_json ? instruments::show_json(**definition)
                                     : sheet_of(**definition, as_html ? SheetForm::html : SheetForm::text);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return code(Exit::done);
}

int check(const std::vector<std::string>& paths, bool as_json)
{
    bool sound = true;
    for (const std::string& path : paths) {
        const auto text = read_all(path, largest_definition);
        if (!text) return fail(text.error());
        const instruments::Reading reading = read_filled_definition(*text);
        sound = sound && reading.definition.has_value();
        const std::string found =
            as_json ? instruments::check_json(path, reading) : instruments::check_text(path, reading);
        std::fwrite(found.data(), 1, found.size(), stdout);
    }
    return code(sound ? Exit::done : Exit::refused);
}

int begin(const std::string& id, const std::string& out)
{
    if (!instruments::is_id(id)) return refuse(say("cli.new.id", {}));
    if (instruments::find_in_library(id) != nullptr) return refuse(say("cli.new.taken", {{"id", id}}));
    const std::string path = out.empty() ? id + ".json" : out;
    if (auto written = write_new_file(path, instruments::starting_file(id)); !written) return fail(written.error());
    if (path != "-") std::fprintf(stderr, "rapport: %s\n", say("cli.new.done", {{"file", path}}).c_str());
    return code(Exit::done);
}

} // namespace

void add_instruments(CLI::App& program, int& exit)
{
    struct Wishes {
        std::string id;
        std::vector<std::string> paths;
        std::string out;
        bool as_json = false;
        bool as_html = false;
    };
    auto wishes = std::make_shared<Wishes>();
    CLI::App* command = program.add_subcommand("instruments", "List, show and check instrument definitions");
    command->require_subcommand(1);
    const auto add = [&](const char* name, const char* about) {
        CLI::App* sub = command->add_subcommand(name, about);
        sub->add_flag("--json", wishes->as_json, "Machine-readable answer on standard output");
        return sub;
    };
    add("list", "All instruments that come with Rapport")->callback([wishes, &exit] { exit = list(wishes->as_json); });
    CLI::App* one = add("show", "The scoring sheet of one instrument, to hold against the paper manual");
    one->add_option("ID", wishes->id, "Instrument, as 'pcl-5', or a definition file")->required();
    one->add_flag("--html", wishes->as_html, "One HTML file on standard output, for the printer")->excludes("--json");
    one->callback([wishes, &exit] { exit = show(wishes->id, wishes->as_json, wishes->as_html); });
    CLI::App* fresh = command->add_subcommand("new", "Write a file to begin a definition with");
    fresh->add_option("ID", wishes->id, "Its name in Rapport: small letters, digits, - and _")->required();
    fresh->add_option("--out", wishes->out, "New file; without it, ID.json; '-' is standard output");
    fresh->callback([wishes, &exit] { exit = begin(wishes->id, wishes->out); });
    CLI::App* some = add("check", "Read definitions and run their worked examples; says every problem");
    some->add_option("PATH", wishes->paths, "Definition files")->required();
    some->callback([wishes, &exit] { exit = check(wishes->paths, wishes->as_json); });
    add_exchange(*command, exit);
    add_wording(*command, exit);
    add_sign_off(*command, exit);
    add_norm(*command, exit);
    add_packs(*command, exit);
}

} // namespace rapport::cli
