#include "storage/vault/people.h"

#include "storage/vault/audit.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

constexpr std::size_t most_text = 400; ///< bytes of any one text about a person

constexpr std::string_view row_columns =
    ", r.last_instrument, r.last_total, r.previous_total, r.first_total, r.last_day, r.previous_day, r.first_day, "
    "r.administrations, r.open_alerts, r.to_review, r.arrived_ms, r.last_answered, r.last_items "
    "FROM main.person_row r JOIN main.person p ON p.id = r.person ";

PersonRow row_of(const Row& from)
{
    PersonRow row;
    row.person = person_of(from);
    row.last_instrument = from.text(8);
    row.last_total = from.real_or_none(9);
    row.previous_total = from.real_or_none(10);
    row.first_total = from.real_or_none(11);
    row.last_day = from.whole(12);
    row.previous_day = from.whole(13);
    row.first_day = from.whole(14);
    row.administrations = from.whole(15);
    row.open_alerts = from.whole(16);
    row.to_review = from.truth(17);
    row.arrived_ms = from.integer(18);
    row.last_answered = from.whole(19);
    row.last_items = from.whole(20);
    return row;
}

Status check_texts(const Person& person, const Identity& identity)
{
    for (const std::string* text : {&person.pseudonym, &person.sex, &person.site, &person.arm, &person.therapist,
                                    &identity.name, &identity.date_of_birth, &identity.record_number})
        if (text->size() > most_text) return Error{fault::too_long, "person"};
    return {};
}

Result<bool> is_taken(Core& core, const std::string& pseudonym)
{
    const auto found = core.database.count("SELECT count(*) FROM main.person WHERE pseudonym = ?", {pseudonym});
    if (!found) return found.error();
    return *found != 0;
}

Result<std::string> free_pseudonym(Core& core, const std::string& wish)
{
    constexpr int most_tries = 1000;
    if (!wish.empty()) {
        const auto taken = is_taken(core, wish);
        if (!taken) return taken.error();
        if (*taken) return fault::pseudonym_taken;
        return wish;
    }
    for (int i = 0; i < most_tries; ++i) {
        std::string name = random_pseudonym();
        const auto taken = is_taken(core, name);
        if (!taken) return taken.error();
        if (!*taken) return name;
    }
    return fault::pseudonym_taken;
}

Status insert(Core& core, const Person& person, const Identity& identity)
{
    const Status kept =
        core.database.run("INSERT INTO main.person (id, pseudonym, year_of_birth, sex, site, arm, therapist, "
                          "episode_start_day, created_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          {person.id, person.pseudonym, person.year_of_birth, person.sex, person.site, person.arm,
                           person.therapist, person.episode_start_day, core.clock()});
    if (!kept) return kept;
    if (Status done = core.database.run("INSERT INTO main.person_row (person) VALUES (?)", {person.id}); !done)
        return done;
    return core.database.run(
        "INSERT INTO identity.identity (person, name, date_of_birth, record_number) VALUES (?, ?, ?, ?)",
        {person.id, identity.name, identity.date_of_birth, identity.record_number});
}

/// The search as a LIKE pattern: anywhere in the text, with LIKE's own signs taken literally.
std::string pattern_of(std::string_view search)
{
    std::string pattern = "%";
    for (const char character : search) {
        if (character == '%' || character == '_' || character == '\\') pattern.push_back('\\');
        pattern.push_back(character);
    }
    return pattern + "%";
}

} // namespace

Person person_of(const Row& row)
{
    Person person;
    person.id = row.id(0);
    person.pseudonym = row.text(1);
    person.year_of_birth = row.whole(2);
    person.sex = row.text(3);
    person.site = row.text(4);
    person.arm = row.text(5);
    person.therapist = row.text(6);
    person.episode_start_day = row.whole(7);
    return person;
}

Result<Person> find_person(Core& core, const sealed::Id& id)
{
    std::optional<Person> found;
    const Status read = core.database.each(
        "SELECT " + std::string(person_columns) + " FROM main.person p WHERE p.id = ?", {id}, [&](const Row& row) {
            found = person_of(row);
            return false;
        });
    if (!read) return read.error();
    if (!found) return fault::unknown_person;
    return std::move(*found);
}

Result<Person> Vault::add_person(const Person& person, const Identity& identity)
{
    if (const Status may = clinicians_only(*state_, "add_person"); !may) return may.error();
    Core& core = *state_;
    if (const Status fits = check_texts(person, identity); !fits) return fits.error();
    Person added = person;
    if (added.id == Id{}) added.id = sealed::random_id();
    auto pseudonym = free_pseudonym(core, person.pseudonym);
    if (!pseudonym) return pseudonym.error();
    added.pseudonym = std::move(*pseudonym);
    const Status done = act(core, {"person_added", sealed::hex(added.id), {}, {}, {}, {}},
                            [&] { return insert(core, added, identity); });
    if (!done) return done.error();
    return added;
}

Result<std::vector<PersonRow>> Vault::people(std::string_view search)
{
    Core& core = *state_;
    std::vector<PersonRow> rows;
    const auto take = [&](const Row& row) {
        rows.push_back(row_of(row));
        return true;
    };
    const std::string select = "SELECT " + std::string(person_columns) + std::string(row_columns);
    if (search.empty()) {
        const Status read = core.database.each(select + "ORDER BY p.pseudonym", {}, take);
        if (!read) return read.error();
        return rows;
    }
    if (const Status may = clinicians_only(core, "search"); !may) return may.error();
    // That somebody searched is logged, not what for: the words may be a name.
    if (const Status noted = note_look(core, "search", "people"); !noted) return noted.error();
    const Status read =
        core.database.each(select + "JOIN identity.identity i ON i.person = p.id "
                                    "WHERE p.pseudonym LIKE ?1 ESCAPE '\\' OR i.name LIKE ?1 ESCAPE '\\' "
                                    "OR i.record_number LIKE ?1 ESCAPE '\\' ORDER BY p.pseudonym",
                           {pattern_of(search)}, take);
    if (!read) return read.error();
    return rows;
}

Result<PersonRow> Vault::person(const Id& id)
{
    std::optional<PersonRow> found;
    const Status read =
        state_->database.each("SELECT " + std::string(person_columns) + std::string(row_columns) + "WHERE p.id = ?",
                              {id}, [&](const Row& row) {
                                  found = row_of(row);
                                  return false;
                              });
    if (!read) return read.error();
    if (!found) return fault::unknown_person;
    return std::move(*found);
}

Result<Identity> Vault::identity(const Id& id)
{
    if (const Status may = clinicians_only(*state_, "identity"); !may) return may.error();
    Core& core = *state_;
    if (const Status noted = note_look(core, "view_identity", sealed::hex(id)); !noted) return noted.error();
    std::optional<Identity> found;
    const Status read =
        core.database.each("SELECT person, name, date_of_birth, record_number FROM identity.identity WHERE person = ?",
                           {id}, [&](const Row& row) {
                               found = Identity{row.id(0), row.text(1), row.text(2), row.text(3)};
                               return false;
                           });
    if (!read) return read.error();
    if (!found) return fault::unknown_person;
    return std::move(*found);
}

Status Vault::mark_reviewed(const Id& person)
{
    if (Status may = clinicians_only(*state_, "mark_reviewed"); !may) return may;
    Core& core = *state_;
    return act(core, {"reviewed", sealed::hex(person), {}, {}, {}, {}}, [&]() -> Status {
        if (Status done = core.database.run("UPDATE main.person_row SET to_review = 0 WHERE person = ?", {person});
            !done)
            return done;
        return core.database.changes() == 0 ? Status(fault::unknown_person) : Status();
    });
}

} // namespace rapport::vault
