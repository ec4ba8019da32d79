#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"
#include "instruments/describe_json.h"

namespace rapport::desk::person {

using strings::say;

namespace {

/// The words of a key, or the bare value where there are none: a language or a device nobody here has a name for.
std::string known(const std::string& key, const std::string& otherwise)
{
    return strings::has(key) ? std::string(say(key)) : otherwise;
}

} // namespace

std::string how_answered(const vault::Administration& administration)
{
    const std::string mode(instruments::word(administration.mode));
    std::string words = known("desk.person.how." + mode, mode);
    if (!administration.language.empty())
        words += ", " + known("language." + administration.language, administration.language);
    if (!administration.input.empty())
        words += ", " + known("desk.person.input." + administration.input, administration.input);
    return words;
}

} // namespace rapport::desk::person
