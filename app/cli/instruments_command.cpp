#include "app/cli/commands.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "instruments/describe_json.h"
#include "instruments/reader.h"

namespace rapport::cli {

using instruments::Definition;

namespace {

constexpr std::size_t largest_definition = (1U << 20) + 1; // one more than the reader takes, so that the reader says so

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

int show(const std::string& id, bool as_json)
{
    const Definition* found = instruments::find_in_library(id);
    if (found == nullptr)
        return refuse("There is no instrument called " + id + ". 'rapport instruments list' names them all.");
    const Definition& definition = *found;
    if (as_json) {
        std::fputs(instruments::show_json(definition).c_str(), stdout);
        return code(Exit::done);
    }
    std::printf("%s, version %s\n%s\nRecall period: %s\nLicence: %s. %s\n", definition.title.c_str(),
                definition.version.c_str(), definition.id.c_str(), definition.recall.c_str(),
                definition.licence.holder.c_str(), definition.licence.terms.c_str());
    if (!definition.validity_note.empty()) std::printf("%s\n", definition.validity_note.c_str());
    std::printf("\n%s\n", definition.stem.c_str());
    for (const auto& item : definition.items)
        std::printf("%4s  %s\n", item.id.c_str(), item.text.empty() ? item.label.c_str() : item.text.c_str());
    for (const auto& score : definition.scores) {
        std::printf("\n%s (%s): %g to %g\n  Missing items: %s\n", score.name.c_str(), score.id.c_str(), score.min,
                    score.max, score.missing.source.c_str());
        for (const auto& band : score.bands)
            std::printf("  %g to %g  %s\n", band.from, band.to, band.label.c_str());
        for (const auto& cut : score.cut_offs)
            std::printf("  %g to %g  %s (%s)\n", cut.from, cut.to, cut.label.c_str(), cut.source.c_str());
    }
    for (const auto& change : definition.changes)
        std::printf("\nChange of %g points, %s, %s: %s\n", change.points, change.kind.c_str(),
                    change.population.c_str(), change.citation.c_str());
    std::printf("\nSources:\n");
    for (const auto& source : definition.sources)
        std::printf("  %s\n", source.c_str());
    return code(Exit::done);
}

int check(const std::vector<std::string>& paths, bool as_json)
{
    bool sound = true;
    for (const std::string& path : paths) {
        auto text = read_all(path, largest_definition);
        if (!text) return fail(text.error());
        const auto reading = instruments::read_definition(*text);
        sound = sound && reading.definition.has_value();
        if (as_json) {
            std::fputs(instruments::check_json(path, reading).c_str(), stdout);
            continue;
        }
        if (reading.definition) std::printf("%s: sound, and its worked examples hold\n", path.c_str());
        for (const auto& problem : reading.problems)
            std::printf("%s:%s: %s\n", path.c_str(), problem.pointer.c_str(), problem.what.c_str());
    }
    return code(sound ? Exit::done : Exit::refused);
}

} // namespace

void add_instruments(CLI::App& program, int& exit)
{
    struct Wishes {
        std::string id;
        std::vector<std::string> paths;
        bool as_json = false;
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
    CLI::App* one = add("show", "One instrument with its papers");
    one->add_option("ID", wishes->id, "Instrument, as 'pcl-5'")->required();
    one->callback([wishes, &exit] { exit = show(wishes->id, wishes->as_json); });
    CLI::App* some = add("check", "Read definitions and run their worked examples; says every problem");
    some->add_option("PATH", wishes->paths, "Definition files")->required();
    some->callback([wishes, &exit] { exit = check(wishes->paths, wishes->as_json); });
    add_exchange(*command, exit);
}

} // namespace rapport::cli
