#pragma once

#include "storage/vault/alert_rules.h"
#include "storage/vault/rows.h"

namespace rapport::vault {

/// What published rules need to know of a person, on that day.
[[nodiscard]] instruments::Context context_of(const Person& person, std::int32_t day);

/// Whether the person's row on the lists is brought up to date now, or by the last of many that come in together.
enum class PersonRowIs : std::uint8_t { current, behind };

/// Scores one administration, freezes the scores, keeps the rows, raises its alerts, brings the person's
/// row up to date and notes it in the audit. Inside the caller's transaction.
/// `administration` comes with person, times, visit and answers; the rest is worked out here. `dangers` are what its
/// session's acts say of critical items answered otherwise before. Gives the alerts raised.
/// Errors: definition_refused when the answers do not fit the definition, too_long, vault_damaged.
[[nodiscard]] Result<int> take_in(Core& core, const Person& person, const instruments::Definition& definition,
                                  Administration& administration, int part, std::int64_t raised_ms,
                                  std::span<const Danger> dangers = {}, PersonRowIs is = PersonRowIs::current);

/// What in these answers somebody must look at, with what was answered the time before; nothing is kept yet.
[[nodiscard]] Result<std::vector<Alert>> alerts_due(Core& core, const instruments::Definition& definition,
                                                    const Administration& row, const instruments::Scored& scored,
                                                    std::span<const Danger> dangers = {});
/// Keeps them as alerts of that administration. Gives how many.
[[nodiscard]] Result<int> raise_alerts(Core& core, std::vector<Alert> alerts, const Administration& row,
                                       std::int64_t raised_ms);

/// Works the person's row of the work list out again from their rows. The main instrument is PCL-5 once it was ever
/// taken, else the latest one a patient filled in, else the latest; never a form of a dyad, which is read only beside
/// its other half. Totals are its "total" score or else its first; `previous` and `first` are the nearest and the
/// farthest earlier occasions that have one. Records that were linked count as one, on the root's row.
[[nodiscard]] Status refresh_person_row(Core& core, const sealed::Id& person);

} // namespace rapport::vault
