#include "app/cli/instrument_source.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <utility>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/shell/strings/strings.h"
#include "instruments/sheet/unfilled.h"

namespace rapport::cli {

std::vector<std::string> pack_ids()
{
    std::vector<std::string> ids;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(pack_file("", ""), none))
        if (entry.is_directory(none)) ids.push_back(entry.path().filename().string());
    std::ranges::sort(ids);
    return ids;
}

std::string pack_file(const std::string& id, std::string_view name)
{
    return program_folder() + "/../share/rapport/packs/" + id + "/" + std::string(name);
}

std::string definition_path(const std::string& word)
{
    const auto packs = pack_ids();
    return std::ranges::find(packs, word) == packs.end() ? word : pack_file(word, "definition.json");
}

Result<const instruments::Definition*> instrument_named(const std::string& word)
{
    if (word.find('/') == std::string::npos && !word.ends_with(".json")) {
        if (const auto* const found = instruments::find_in_library(word)) return found;
        if (definition_path(word) == word) return Error{fault::no_such_instrument, word};
    }
    const std::string path = definition_path(word);
    const auto text = read_all(path, largest_definition);
    if (!text) return text.error();
    instruments::Reading reading = read_filled_definition(*text);
    if (!reading.definition) return Error{fault::definition_unsound, path};
    static std::deque<instruments::Definition> kept;
    return &kept.emplace_back(std::move(*reading.definition));
}

int refuse_instrument(const std::string& word, const Error& error)
{
    if (error.fault == fault::no_such_instrument) return refuse(strings::say("cli.no_instrument", {{"id", word}}));
    return fail(error);
}

instruments::Reading read_filled_definition(std::string_view json)
{
    instruments::Reading reading = instruments::read_definition(json);
    std::vector<instruments::Problem> unfilled = instruments::unfilled_places(json);
    if (unfilled.empty()) return reading;
    reading.definition.reset();
    for (instruments::Problem& problem : reading.problems) {
        const bool same = std::any_of(unfilled.begin(), unfilled.end(), [&](const instruments::Problem& place) {
            return place.pointer == problem.pointer;
        });
        if (!same) unfilled.push_back(std::move(problem));
    }
    reading.problems = std::move(unfilled);
    return reading;
}

} // namespace rapport::cli
