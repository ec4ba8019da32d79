#include "app/cli/instrument_source.h"

#include <deque>
#include <utility>

#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "app/shell/strings/strings.h"
#include "instruments/sheet/unfilled.h"

namespace rapport::cli {

Result<const instruments::Definition*> instrument_named(const std::string& word)
{
    if (word.find('/') == std::string::npos && !word.ends_with(".json")) {
        const instruments::Definition* const found = instruments::find_in_library(word);
        if (found == nullptr) return Error{fault::no_such_instrument, word};
        return found;
    }
    const auto text = read_all(word, largest_definition);
    if (!text) return text.error();
    instruments::Reading reading = read_filled_definition(*text);
    if (!reading.definition) return Error{fault::definition_unsound, word};
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
