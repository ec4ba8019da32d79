#pragma once

#include "instruments/scoring.h"
#include "instruments/tally.h"

namespace rapport::instruments {

/// What a tally means: value or the rule that forbids one, range, band, cut-off.
void conclude(const Score& score, const Tally& tally, const Extremes& range, const Context& context, ScoreValue& out);

/// The same for a score of scores, from the values that stand before it.
void conclude_from_scores(const Definition& definition, const Score& score, const std::vector<ScoreValue>& before,
                          const Context& context, ScoreValue& out);

/// Certain for every completion: also where the cut-off is a range, its nearer edge counts as reached. Where the
/// sex or the education is unknown every cut-off that may be the person's counts: silence would be the worse mistake.
[[nodiscard]] bool reaches_cut_off(const Score& score, const Context& context, double lowest, double highest);

/// Bands, for a value that is there.
void put_in_band(const Score& score, const Context& context, ScoreValue& out);

/// One input's part in a score of scores, before `scaled`.
[[nodiscard]] double share_of(const Score& score, std::size_t member, double value);
[[nodiscard]] double scaled(const Score& score, double value);
/// The table's value for exactly this one.
[[nodiscard]] std::optional<double> look_up(const Table& table, double raw);

/// Which items a score rests on, its inputs' items included; true at their indexes.
[[nodiscard]] std::vector<bool> items_below(const Definition& definition, const Score& score);

} // namespace rapport::instruments
