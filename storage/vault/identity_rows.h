#pragma once

#include <string_view>

#include "storage/vault/core.h"

/// Who a person is, in identity.db: read and written by the acts of people.cpp.
namespace rapport::vault {

/// Errors: unknown_person when nothing of that person is kept there.
[[nodiscard]] Result<Identity> read_identity(Core& core, const sealed::Id& person);
[[nodiscard]] Status insert_identity(Core& core, const sealed::Id& person, const Identity& identity);
/// The words before go to the history.
[[nodiscard]] Status change_identity(Core& core, const Identity& before, const Identity& now, std::string_view reason);
[[nodiscard]] bool same_words(const Identity& a, const Identity& b);

/// Each identifier is of a type the clinic keeps and well formed, and the clinic's rule is met.
/// Errors: bad_identifier (detail: its type), identity_needed (detail: the rule).
[[nodiscard]] Status check_identity(Core& core, const Identity& identity);

/// Keyed, over all of it: what an audit line about an edit holds in place of the words.
[[nodiscard]] sealed::Bytes row_commitment(const Core& core, const Person& person, const Identity& identity);

} // namespace rapport::vault
