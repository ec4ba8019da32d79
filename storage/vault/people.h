#pragma once

#include <array>

#include "storage/vault/core.h"

namespace rapport::vault {

/// Errors: unknown_person.
[[nodiscard]] Result<Person> find_person(Core& core, const sealed::Id& id);
/// Columns of `person` in the order `person_of` reads them, from column `first` on.
inline constexpr std::string_view person_columns =
    "p.id, p.pseudonym, p.year_of_birth, p.sex, p.site, p.arm, p.therapist, p.episode_start_day";
[[nodiscard]] Person person_of(const Row& row);
/// Whether somebody's answers may be released, as a condition of SQL on `person p`: a root, not withdrawn, and whose
/// last word about research is not no.
inline constexpr std::string_view may_be_released =
    "p.id NOT IN (SELECT person FROM main.person_link) AND NOT EXISTS (SELECT 1 FROM main.withdrawal w LEFT JOIN "
    "main.person_link l ON l.person = w.person WHERE coalesce(l.root, w.person) = p.id) AND coalesce((SELECT c.state "
    "FROM main.consent c WHERE c.purpose = 'research' AND (c.person = p.id OR c.person IN (SELECT person FROM "
    "main.person_link WHERE root = p.id)) ORDER BY c.at_ms DESC, c.number DESC LIMIT 1), '') NOT IN ('refused', "
    "'withdrawn')";

/// Brings what lists show of a person's name, therapist and care up to date, wherever it is kept again.
[[nodiscard]] Status copy_names(Core& core, const sealed::Id& person);

/// A bird and three or four digits, by chance: "Heron 214". Nothing of the person goes into it.
[[nodiscard]] std::string random_pseudonym();

} // namespace rapport::vault
