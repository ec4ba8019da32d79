#pragma once

#include <vector>

#include "storage/vault/core.h"

/// The course to expect, from the clinic's own closed episodes, and who stands worse than most of those alike.
namespace rapport::vault {

/// Keeps what a closed episode teaches: of each instrument the person answered, the score at each occasion with the
/// first one beside it. Worked out again from the rows whenever it is called; an open episode teaches nothing.
[[nodiscard]] Status learn_course(Core& core, const sealed::Id& person, const sealed::Id& episode);

/// The same for every episode of a person that is closed: their answers were put right.
[[nodiscard]] Status learn_courses(Core& core, const sealed::Id& person);

/// Flags the person when the newest total of the open episode is worse than the expected course, or takes the flag
/// back. `records` are all of the person's. Inside the caller's transaction.
[[nodiscard]] Status judge_course(Core& core, const sealed::Id& root, const std::vector<sealed::Id>& records);

} // namespace rapport::vault
