#pragma once

#include "storage/vault/care.h"
#include "storage/vault/core.h"

/// What a person's numbers say somebody should look at, short of an alert: one row a person and kind, so that the same
/// finding never stands twice. Worked out whenever answers come in; the clinic's policy says how long one that was seen
/// stays away.
namespace rapport::vault {

inline constexpr std::string_view flag_off_track = "off_track";
inline constexpr std::string_view flag_alliance = "alliance";

/// Raises a flag or brings its figures up to date, inside the caller's transaction. Another `since_day` is another
/// finding: it counts as not seen. Errors: too_long.
[[nodiscard]] Status set_flag(Core& core, const PersonFlag& flag);
/// The finding no longer stands; nothing when there was none.
[[nodiscard]] Status clear_flag(Core& core, const sealed::Id& person, std::string_view kind);

} // namespace rapport::vault
