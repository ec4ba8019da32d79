#include "storage/vault/people.h"

#include "storage/vault/audit.h"
#include "storage/vault/clocks.h"
#include "storage/vault/episodes.h"
#include "storage/vault/identity_rows.h"
#include "storage/vault/links.h"
#include "storage/vault/reason.h"
#include "storage/vault/released.h"
#include "storage/vault/rights.h"
#include "storage/vault/take_in.h"
#include "storage/vault/vault_of.h"

namespace rapport::vault {

namespace {

constexpr std::size_t most_text = 400; ///< bytes of any one text about a person

Status check_texts(const Person& person, const Identity& identity)
{
    for (const std::string* text : {&person.pseudonym, &person.sex, &person.site, &person.arm, &person.therapist,
                                    &identity.name, &identity.date_of_birth, &identity.record_number})
        if (text->size() > most_text) return Error{fault::too_long, "person"};
    for (const Identifier& one : identity.identifiers)
        if (one.value.size() > most_text) return Error{fault::too_long, one.type};
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
    if (Status begun = begin_care(core, person); !begun) return begun;
    if (Status done = insert_identity(core, person.id, identity); !done) return done;
    return refresh_person_row(core, person.id);
}

Status write(Core& core, const Person& from, const Person& to, std::string_view reason)
{
    const Status kept = core.database.run(
        "INSERT INTO main.person_before (person, number, pseudonym, year_of_birth, sex, site, arm, at_ms, actor, "
        "reason) VALUES (?1, (SELECT count(*) FROM main.person_before WHERE person = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
        "?9)",
        {from.id, from.pseudonym, from.year_of_birth, from.sex, from.site, from.arm, core.clock(), core.user, reason});
    if (!kept) return kept;
    return core.database.run("UPDATE main.person SET pseudonym = ?2, year_of_birth = ?3, sex = ?4, site = ?5, arm = ?6 "
                             "WHERE id = ?1",
                             {to.id, to.pseudonym, to.year_of_birth, to.sex, to.site, to.arm});
}

bool same_person_row(const Person& a, const Person& b)
{
    return a.pseudonym == b.pseudonym && a.year_of_birth == b.year_of_birth && a.sex == b.sex && a.site == b.site &&
           a.arm == b.arm;
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

Status copy_names(Core& core, const sealed::Id& person)
{
    for (const std::string_view sql :
         {"UPDATE main.person_row SET (pseudonym, year_of_birth, sex, site, arm, therapist, episode_start_day) = "
          "(SELECT p.pseudonym, p.year_of_birth, p.sex, p.site, p.arm, p.therapist, p.episode_start_day FROM "
          "main.person p WHERE p.id = ?1), merged_into = (SELECT root FROM main.person_link WHERE person = ?1), "
          "in_care = EXISTS (SELECT 1 FROM main.episode e WHERE e.closed_day IS NULL AND (e.person = ?1 OR e.person "
          "IN (SELECT person FROM main.person_link WHERE root = ?1))) WHERE person = ?1",
          "UPDATE main.planned_visit SET (who, therapist) = (SELECT p.pseudonym, p.therapist FROM main.person p WHERE "
          "p.id = coalesce((SELECT root FROM main.person_link WHERE person = ?1), ?1)) WHERE person = ?1 AND (who, "
          "therapist) IS NOT (SELECT p.pseudonym, p.therapist FROM main.person p WHERE p.id = coalesce((SELECT root "
          "FROM main.person_link WHERE person = ?1), ?1))",
          "UPDATE main.person_flag SET (who, therapist) = (SELECT p.pseudonym, p.therapist FROM main.person p WHERE "
          "p.id = ?1) WHERE person = ?1"})
        if (Status done = core.database.run(sql, {person}); !done) return done;
    return {};
}

namespace {

Result<Person> add(Core& core, const Person& person, const Identity& identity, bool must_be_identified)
{
    if (const Status may = clinicians_only(core, "add_person"); !may) return may.error();
    if (const Status fits = check_texts(person, identity); !fits) return fits.error();
    Person added = person;
    if (added.id == Id{}) added.id = sealed::random_id();
    auto pseudonym = free_pseudonym(core, person.pseudonym);
    if (!pseudonym) return pseudonym.error();
    if (must_be_identified)
        if (const Status enough = check_identity(core, identity); !enough) return enough.error();
    added.pseudonym = std::move(*pseudonym);
    const Status done = act(core, {"person_added", sealed::hex(added.id), {}, {}, {}, {}},
                            [&] { return insert(core, added, identity); });
    if (!done) return done.error();
    return added;
}

} // namespace

Result<Person> Vault::add_person(const Person& person, const Identity& identity)
{
    return add(*state_, person, identity, true);
}

Result<Person> add_person_of_release(Vault& vault, const Person& person)
{
    return add(VaultOf::core(vault), person, {}, false);
}

Status Vault::edit_person(const Person& person, const Identity& identity, std::string_view reason)
{
    Core& core = *state_;
    if (Status may = clinicians_only(core, "edit_person"); !may) return may;
    if (Status said = check_reason(reason); !said) return said;
    if (Status fits = check_texts(person, identity); !fits) return fits;
    const auto before = find_person(core, person.id);
    if (!before) return before.error();
    const auto known = read_identity(core, person.id);
    if (!known) return known.error();
    if (person.pseudonym != before->pseudonym)
        if (const auto free = free_pseudonym(core, person.pseudonym.empty() ? before->pseudonym : person.pseudonym);
            !free)
            return free.error();
    if (Status enough = check_identity(core, identity); !enough) return enough;
    const bool same_row = same_person_row(*before, person);
    const bool same_identity = same_words(*known, identity);
    if (same_row && same_identity) return fault::no_change;
    const std::string field = same_row ? "identity" : same_identity ? "person" : "person, identity";
    return act(core,
               {"person_edited", sealed::hex(person.id), field, row_commitment(core, *before, *known),
                row_commitment(core, person, identity), std::string(reason)},
               [&]() -> Status {
                   if (!same_row)
                       if (Status kept = write(core, *before, person, reason); !kept) return kept;
                   if (!same_identity)
                       if (Status kept = change_identity(core, *known, identity, reason); !kept) return kept;
                   return refresh_person_row(core, person.id);
               });
}

Status Vault::mark_reviewed(const Id& person)
{
    if (Status may = clinicians_only(*state_, "mark_reviewed"); !may) return may;
    Core& core = *state_;
    const auto root = root_of(core, person);
    if (!root) return root.error();
    return act(core, {"reviewed", sealed::hex(*root), {}, {}, {}, {}}, [&]() -> Status {
        if (Status done = core.database.run("UPDATE main.person_row SET to_review = 0 WHERE person = ?1 OR person IN "
                                            "(SELECT person FROM main.person_link WHERE root = ?1)",
                                            {*root});
            !done)
            return done;
        if (core.database.changes() == 0) return fault::unknown_person;
        return core.database.run("UPDATE main.person_flag SET seen_day = ?2 WHERE person = ?1",
                                 {*root, civil_day(core.clock())});
    });
}

} // namespace rapport::vault
