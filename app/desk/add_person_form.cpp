#include "app/desk/add_person_form.h"

#include <algorithm>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

using strings::say;

constexpr std::int32_t days_of_120_years = 43'830;
constexpr std::size_t longest = 200;

void wipe_edit(shell::TextEdit& edit)
{
    std::fill(edit.text.begin(), edit.text.end(), '\0');
    edit = {};
}

void read_numbers(AddPersonState& state, NewPerson& made)
{
    for (std::size_t n = 0; n < state.identifiers.size() && n < state.policy.types.size(); ++n) {
        IdentifierField& field = state.identifiers[n];
        const vault::IdentifierType& type = state.policy.types[n];
        const std::string value = trimmed(field.edit.text);
        field.error.clear();
        if (value.empty()) continue;
        if (value.size() > longest)
            field.error = say("desk.add.too_long");
        else if (!vault::is_well_formed(type, value))
            field.error =
                say(type.check == vault::IdentifierCheck::digits ? "desk.add.number_digits" : "desk.add.number_check",
                    {{"n", std::to_string(type.digits)}});
        made.identity.identifiers.push_back({type.id, value});
    }
}

bool read_birth(AddPersonState& state, NewPerson& made, std::int32_t today)
{
    std::int32_t day = 0;
    int year = 0;
    if (made.identity.date_of_birth.empty()) return true;
    if (!parse_iso_day(made.identity.date_of_birth, day, year))
        state.born_error = say("desk.add.born_shape");
    else if (day > today)
        state.born_error = say("desk.add.born_later");
    else if (day < today - days_of_120_years)
        state.born_error = say("desk.add.born_early");
    made.person.year_of_birth = year;
    return state.born_error.empty();
}

/// A rule that cannot do without one of the two says so at its field.
void ask_for_needed(AddPersonState& state, const NewPerson& made)
{
    vault::Identity all_else = made.identity;
    all_else.record_number = "x";
    for (const vault::IdentifierType& type : state.policy.types)
        all_else.identifiers.push_back({type.id, "x"});
    vault::Identity named = all_else;
    named.name = "x";
    vault::Identity born = all_else;
    born.date_of_birth = "x";
    if (made.identity.name.empty() && !vault::meets(state.policy, born)) state.name_error = say("desk.add.name_empty");
    if (made.identity.date_of_birth.empty() && !vault::meets(state.policy, named))
        state.born_error = say("desk.add.born_shape");
}

} // namespace

void AddPersonState::wipe()
{
    for (shell::TextEdit* const edit : {&name, &born, &record, &site, &reason})
        wipe_edit(*edit);
    for (IdentifierField& field : identifiers) {
        wipe_edit(field.edit);
        field.error.clear();
    }
    for (std::string* const said : {&name_error, &born_error, &record_error, &reason_error, &trouble})
        said->clear();
    alike.clear();
    alike_accepted = false;
    editing.reset();
}

const std::vector<std::string>& sexes()
{
    static const std::vector<std::string> all{"", "female", "male"};
    return all;
}

std::optional<NewPerson> read_form(AddPersonState& state, std::int32_t today)
{
    NewPerson made;
    if (state.editing) made.person = *state.editing;
    made.identity.person = made.person.id;
    made.identity.name = trimmed(state.name.text);
    made.identity.record_number = trimmed(state.record.text);
    made.identity.date_of_birth = trimmed(state.born.text);

    for (std::string* const said :
         {&state.name_error, &state.born_error, &state.record_error, &state.reason_error, &state.trouble})
        said->clear();
    if (made.identity.name.size() > longest) state.name_error = say("desk.add.too_long");
    if (made.identity.record_number.size() > longest) state.record_error = say("desk.add.too_long");
    read_numbers(state, made);
    const bool born_right = read_birth(state, made, today);
    ask_for_needed(state, made);
    if (state.editing && trimmed(state.reason.text).empty()) state.reason_error = say("desk.users.no_reason");
    const bool numbers_right =
        std::ranges::all_of(state.identifiers, [](const IdentifierField& field) { return field.error.empty(); });
    if (!born_right || !numbers_right || !state.name_error.empty() || !state.born_error.empty() ||
        !state.record_error.empty() || !state.reason_error.empty())
        return {};

    made.person.sex = sexes()[std::min(state.sex, sexes().size() - 1)];
    made.person.site = trimmed(state.site.text).substr(0, longest);
    if (state.editing) return made;
    if (state.therapist < state.therapists.size()) made.person.therapist = state.therapists[state.therapist];
    made.person.episode_start_day = today;
    return made;
}

std::string likeness_words(const vault::Likeness& alike, const vault::IdentityPolicy& policy)
{
    std::string what;
    const auto type = std::ranges::find(policy.types, alike.why, &vault::IdentifierType::id);
    if (type != policy.types.end())
        what = type->label;
    else
        what = say(alike.why == "record_number" ? "desk.add.record" : "desk.add.name_and_birth");
    return say("desk.add.alike", {{"what", what}, {"name", alike.pseudonym}});
}

} // namespace rapport::desk
