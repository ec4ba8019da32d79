#include <algorithm>

#include "app/person/person_view.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk::person {

using strings::say;

namespace {

/// An alert keeps a missing answer as the reason's name; staff read it in words.
std::string answer_words(const std::string& answer)
{
    const std::string key = "desk.person.missing." + answer;
    return strings::has(key) ? std::string(say(key)) : answer;
}

} // namespace

OpenAlert make_alert(const vault::Alert& alert, const std::vector<instruments::Definition>& definitions,
                     std::int32_t today)
{
    const auto definition = std::find_if(definitions.begin(), definitions.end(),
                                         [&](const auto& each) { return each.id == alert.instrument; });
    const strings::Fill fill = {
        {"title", definition == definitions.end() ? alert.instrument : definition->short_title},
        {"item", alert.item},
        {"answer", answer_words(alert.answer)},
        {"previous", answer_words(alert.previous_answer)},
        {"day", alert.previous_answer.empty() ? std::string{} : day_near(alert.previous_day, today)}};
    OpenAlert open;
    open.id = alert.id;
    open.context = alert.context;
    const std::string key = "desk.person.alert." + alert.kind;
    open.words = say(strings::has(key) ? key : std::string("desk.person.alert.other"), fill);
    if (!alert.previous_answer.empty()) open.words += " " + say("desk.person.alert.previous", fill);
    return open;
}

} // namespace rapport::desk::person
