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

/// Brings what lists show of a person's name, therapist and care up to date, wherever it is kept again.
[[nodiscard]] Status copy_names(Core& core, const sealed::Id& person);

/// A bird and three or four digits, by chance: "Heron 214". Nothing of the person goes into it.
[[nodiscard]] std::string random_pseudonym();

} // namespace rapport::vault
