#include "app/desk/add_person_form.h"

#include <algorithm>

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {
namespace {

constexpr std::int32_t days_of_120_years = 43'830;
constexpr std::size_t longest = 200;

void wipe_edit(shell::TextEdit& edit)
{
    std::fill(edit.text.begin(), edit.text.end(), '\0');
    edit = {};
}

} // namespace

void AddPersonState::wipe()
{
    wipe_edit(name);
    wipe_edit(born);
    wipe_edit(record);
    wipe_edit(site);
    name_error.clear();
    born_error.clear();
    record_error.clear();
    trouble.clear();
}

const std::vector<std::string>& sexes()
{
    static const std::vector<std::string> all{"", "female", "male"};
    return all;
}

std::optional<NewPerson> read_form(AddPersonState& state, std::int32_t today)
{
    NewPerson made;
    made.identity.name = trimmed(state.name.text);
    made.identity.record_number = trimmed(state.record.text);
    made.identity.date_of_birth = trimmed(state.born.text);

    state.name_error.clear();
    state.born_error.clear();
    state.record_error.clear();
    if (made.identity.name.empty())
        state.name_error = strings::say("desk.add.name_empty");
    else if (made.identity.name.size() > longest)
        state.name_error = strings::say("desk.add.too_long");
    if (made.identity.record_number.size() > longest) state.record_error = strings::say("desk.add.too_long");

    std::int32_t day = 0;
    int year = 0;
    if (!parse_iso_day(made.identity.date_of_birth, day, year))
        state.born_error = strings::say("desk.add.born_shape");
    else if (day > today)
        state.born_error = strings::say("desk.add.born_later");
    else if (day < today - days_of_120_years)
        state.born_error = strings::say("desk.add.born_early");
    if (!state.name_error.empty() || !state.born_error.empty() || !state.record_error.empty()) return {};

    made.person.year_of_birth = year;
    made.person.sex = sexes()[std::min(state.sex, sexes().size() - 1)];
    made.person.site = trimmed(state.site.text).substr(0, longest);
    if (state.therapist < state.therapists.size()) made.person.therapist = state.therapists[state.therapist];
    made.person.episode_start_day = today;
    return made;
}

} // namespace rapport::desk
