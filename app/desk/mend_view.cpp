#include <algorithm>

#include <fmt/format.h>

#include "app/desk/mend_screen.h"
#include "app/desk/person_page.h"
#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

using instruments::Answer;
using instruments::Definition;
using strings::say;

namespace {

const Definition* find(const std::vector<Definition>& definitions, const std::string& id)
{
    const auto found =
        std::find_if(definitions.begin(), definitions.end(), [&](const Definition& one) { return one.id == id; });
    return found == definitions.end() ? nullptr : &*found;
}

std::string choice_words(const instruments::Choice& choice)
{
    return choice.text.empty() ? fmt::format("{}", choice.value) : fmt::format("{}, {}", choice.value, choice.text);
}

std::string missing_words(instruments::Missing why)
{
    switch (why) {
    case instruments::Missing::declined:
        return std::string(say("desk.mend.declined"));
    case instruments::Missing::not_asked:
        return std::string(say("desk.mend.not_asked"));
    case instruments::Missing::not_reached:
        return std::string(say("desk.mend.not_reached"));
    case instruments::Missing::cleared:
        return std::string(say("desk.mend.cleared"));
    case instruments::Missing::unrecorded:
        break;
    }
    return std::string(say("desk.mend.unrecorded"));
}

std::string answer_words(const Definition& definition, std::size_t item, Answer answer)
{
    if (!answer.given()) return missing_words(answer.why());
    for (const instruments::Choice& choice : definition.choices(item))
        if (choice.value == answer.value()) return choice_words(choice);
    return fmt::format("{}", answer.value());
}

MendOccasion occasion_of(const vault::Administration& row, const Definition& definition)
{
    MendOccasion occasion;
    occasion.administration = row.id;
    occasion.instrument = row.instrument;
    occasion.label = definition.short_title + ", " + short_day(row.day);
    if (!row.visit.empty()) occasion.label += ", " + row.visit;
    for (std::size_t n = 0; n < definition.items.size() && n < row.response.items.size(); ++n) {
        const instruments::Item& item = definition.items[n];
        MendItem line;
        line.id = item.id;
        line.label = item.id + ". " + (item.label.empty() ? item.text : item.label);
        line.now = answer_words(definition, n, row.response.items[n]);
        for (const instruments::Choice& choice : definition.choices(n)) {
            line.choices.push_back(choice_words(choice));
            line.answers.push_back(Answer::chose(choice.value));
        }
        line.choices.emplace_back(say("desk.mend.declined"));
        line.answers.push_back(Answer::none(instruments::Missing::declined));
        occasion.items.push_back(std::move(line));
    }
    return occasion;
}

MendLine line_of(const vault::Corrected& one, const std::vector<Definition>& definitions, std::int64_t now_ms)
{
    MendLine line;
    const Definition* const definition = find(definitions, one.instrument);
    const auto words = [&](Answer answer) {
        if (definition != nullptr)
            if (const auto item = definition->item_index(one.item)) return answer_words(*definition, *item, answer);
        return answer.given() ? fmt::format("{}", answer.value()) : missing_words(answer.why());
    };
    line.what = say("desk.mend.line", {{"instrument", definition != nullptr ? definition->short_title : one.instrument},
                                       {"day", short_day(one.day)},
                                       {"item", one.item},
                                       {"was", words(one.was)},
                                       {"is", words(one.is)}});
    line.who = one.actor + ", " + when_within(one.at_ms, now_ms) + ": " + one.reason;
    return line;
}

} // namespace

MendView make_mend_view(const vault::Person& person, std::string_view viewer,
                        const std::vector<vault::Administration>& rows,
                        const std::vector<vault::Corrected>& corrections, bool withdrawn,
                        const std::vector<Definition>& definitions, std::int64_t now_ms, bool therapist_sees_items)
{
    MendView view;
    view.person = person.id;
    view.who = person.pseudonym;
    view.withdrawn = withdrawn;
    view.holds = count_words("desk.mend.holds", static_cast<long long>(rows.size()));
    const auto is_hidden = [&](const Definition* definition) {
        return !therapist_sees_items && definition != nullptr && viewer == person.therapist &&
               !definition->pair_id.empty() && definition->respondent == instruments::Respondent::patient;
    };
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const Definition* const definition = find(definitions, row->instrument);
        if (is_hidden(definition)) {
            view.some_hidden = true;
            continue;
        }
        // One whose definition has been replaced by another version cannot be shown in today's words.
        if (definition != nullptr && definition->version == row->version &&
            definition->items.size() == row->response.items.size())
            view.occasions.push_back(occasion_of(*row, *definition));
    }
    for (const vault::Corrected& one : corrections)
        if (!is_hidden(find(definitions, one.instrument)))
            view.corrections.push_back(line_of(one, definitions, now_ms));
    return view;
}

} // namespace rapport::desk
