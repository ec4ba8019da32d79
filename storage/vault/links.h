#pragma once

#include <vector>

#include "storage/vault/core.h"
#include "storage/vault/rows.h"

/// Records of one person that were linked. Nothing is moved: lists and pages look for all of a root's records.
namespace rapport::vault {

/// The record whose page shows this one: itself when it is linked to none.
[[nodiscard]] Result<sealed::Id> root_of(Core& core, const sealed::Id& person);
/// The root first, then those linked to it.
[[nodiscard]] Result<std::vector<sealed::Id>> records_of(Core& core, const sealed::Id& person);

/// `read_rows` and `read_standing_rows` over all records of a person, by time.
[[nodiscard]] Result<std::vector<Read>> all_rows_of_person(Core& core, const sealed::Id& person);
[[nodiscard]] Result<std::vector<Read>> rows_of_person(Core& core, const sealed::Id& person);

/// Follows `into_person` to its end for everybody, so that a reader needs one step. Links are few and made by hand.
[[nodiscard]] Status work_out_roots(Core& core);

} // namespace rapport::vault
