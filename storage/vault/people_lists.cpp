#include "storage/vault/audit.h"
#include "storage/vault/course_text.h"
#include "storage/vault/links.h"
#include "storage/vault/people.h"
#include "storage/vault/rights.h"

namespace rapport::vault {

namespace {

// Every list reads these from an index that holds them all.
constexpr std::string_view select =
    "SELECT person, pseudonym, year_of_birth, sex, site, arm, therapist, episode_start_day, last_instrument, "
    "last_total, previous_total, first_total, last_day, previous_day, first_day, administrations, open_alerts, "
    "to_review, arrived_ms, last_answered, last_items, in_care, flags, course FROM main.person_row ";

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
    row.in_care = from.truth(21);
    row.flags = from.text(22);
    row.course = course_of(from.text(23));
    return row;
}

Result<std::vector<PersonRow>> read(Core& core, std::string_view rest, Connection::Values values)
{
    std::vector<PersonRow> rows;
    const Status found = core.database.each(std::string(select) + std::string(rest), values, [&](const Row& row) {
        rows.push_back(row_of(row));
        return true;
    });
    if (!found) return found.error();
    return rows;
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

constexpr int everybody = -1;

} // namespace

Result<std::vector<PersonRow>> Vault::people(std::string_view search)
{
    return search.empty() ? people_after({}, everybody) : people_found(search, everybody);
}

Result<std::vector<PersonRow>> Vault::people_after(std::string_view after, int most)
{
    return read(*state_, "WHERE merged_into IS NULL AND pseudonym > ?1 ORDER BY pseudonym LIMIT ?2", {after, most});
}

Result<std::vector<PersonRow>> Vault::people_found(std::string_view search, int most)
{
    Core& core = *state_;
    if (const Status may = clinicians_only(core, "search"); !may) return may.error();
    // That somebody searched is logged, not what for: the words may be a name.
    if (const Status noted = note_look(core, "search", "people"); !noted) return noted.error();
    // A number is found however it is spaced; a record that was linked to another leads to that one.
    return read(core,
                "WHERE merged_into IS NULL AND person IN (SELECT coalesce(l.root, f.person) FROM (SELECT person FROM "
                "main.person_row WHERE pseudonym LIKE ?1 ESCAPE '\\' UNION SELECT person FROM identity.identity WHERE "
                "name LIKE ?1 ESCAPE '\\' OR record_number LIKE ?1 ESCAPE '\\' UNION SELECT person FROM "
                "identity.identifier WHERE value LIKE ?1 ESCAPE '\\' OR (?2 <> '%%' AND folded LIKE ?2 ESCAPE '\\')) f "
                "LEFT JOIN main.person_link l ON l.person = f.person) ORDER BY pseudonym LIMIT ?3",
                {pattern_of(search), pattern_of(folded(search)), most});
}

Result<std::int64_t> Vault::people_count()
{
    return state_->database.count("SELECT count(*) FROM main.person_row WHERE merged_into IS NULL");
}

Result<std::vector<PersonRow>> Vault::to_review(int most)
{
    return read(*state_,
                "WHERE to_review = 1 AND merged_into IS NULL ORDER BY arrived_ms DESC, pseudonym DESC LIMIT ?1",
                {most});
}

Result<std::vector<PersonRow>> Vault::caseload(std::string_view therapist)
{
    if (therapist.empty()) return people_after({}, everybody);
    return read(*state_, "WHERE merged_into IS NULL AND therapist = ?1 ORDER BY pseudonym", {therapist});
}

Result<PersonRow> Vault::person(const Id& id)
{
    const auto root = root_of(*state_, id);
    if (!root) return root.error();
    auto found = read(*state_, "WHERE person = ?1", {*root});
    if (!found) return found.error();
    if (found->empty()) return fault::unknown_person;
    return std::move(found->front());
}

} // namespace rapport::vault
