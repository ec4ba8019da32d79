#include "app/desk/people_view.h"

#include "app/desk/words.h"
#include "app/shell/strings/strings.h"

namespace rapport::desk {

std::string sex_words(std::string_view sex)
{
    if (sex == "female") return std::string(strings::say("desk.sex.female"));
    if (sex == "male") return std::string(strings::say("desk.sex.male"));
    return std::string(sex.empty() ? strings::say("desk.sex.none") : sex);
}

PeopleView make_people_view(const std::vector<vault::PersonRow>& rows, std::string_view search,
                            const std::vector<instruments::Definition>& definitions, std::int64_t now_ms)
{
    PeopleView view;
    view.search = search;
    view.all = static_cast<long long>(rows.size());
    add_people(view, rows, definitions, now_ms);
    return view;
}

void add_people(PeopleView& view, const std::vector<vault::PersonRow>& rows,
                const std::vector<instruments::Definition>& definitions, std::int64_t now_ms)
{
    const LocalTime now = local_time(now_ms);
    for (const vault::PersonRow& row : rows) {
        PersonLine line;
        line.person = row.person.id;
        line.who = row.person.pseudonym;
        if (row.person.year_of_birth > 0) line.age = std::to_string(now.year - row.person.year_of_birth);
        line.sex = sex_words(row.person.sex);
        line.therapist = row.person.therapist;
        if (row.administrations > 0) {
            line.standing = standing_of(row, definitions);
            line.last_visit = day_words(row.last_day, now.day);
        }
        view.lines.push_back(std::move(line));
    }
}

} // namespace rapport::desk
