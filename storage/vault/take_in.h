#pragma once

#include "storage/vault/rows.h"

namespace rapport::vault {

/// What published rules need to know of a person, on that day.
[[nodiscard]] instruments::Context context_of(const Person& person, std::int32_t day);

/// Scores one administration, freezes the scores, keeps the rows, raises its alerts, brings the person's
/// row up to date and notes it in the audit. Inside the caller's transaction.
/// `administration` comes with person, times, visit and answers; the rest is worked out here. Gives the alerts raised.
/// Errors: definition_refused when the answers do not fit the definition, too_long, vault_damaged.
[[nodiscard]] Result<int> take_in(Core& core, const Person& person, const instruments::Definition& definition,
                                  Administration& administration, int part, std::int64_t raised_ms);

/// What in these answers somebody must look at, with what was answered the time before; nothing is kept yet.
[[nodiscard]] Result<std::vector<Alert>> alerts_due(Core& core, const instruments::Definition& definition,
                                                    const Administration& row, const instruments::Scored& scored);
/// Keeps them as alerts of that administration. Gives how many.
[[nodiscard]] Result<int> raise_alerts(Core& core, std::vector<Alert> alerts, const Administration& row,
                                       std::int64_t raised_ms);

/// Works the person's row of the work list out again from their rows. The main instrument is PCL-5 once it was ever
/// taken, else the latest one a patient filled in, else the latest. Totals are its "total" score or else its first;
/// `previous` and `first` are the nearest and the farthest earlier occasions that have one.
[[nodiscard]] Status refresh_person_row(Core& core, const sealed::Id& person);

} // namespace rapport::vault
