#pragma once

#include <map>

#include "instruments/scoring.h"
#include "storage/vault/core.h"
#include "storage/vault/crypto.h"

namespace rapport::vault {

[[nodiscard]] std::vector<FrozenScore> freeze(const std::vector<instruments::ScoreValue>& scores);
[[nodiscard]] std::vector<FrozenCriterion> freeze(const std::vector<instruments::CriterionValue>& criteria);
/// To the last bit: what was frozen is what is worked out today.
[[nodiscard]] bool same(const std::vector<FrozenScore>& left, const std::vector<FrozenScore>& right);
[[nodiscard]] bool same(const std::vector<FrozenCriterion>& left, const std::vector<FrozenCriterion>& right);

/// Scores of one administration with their rows' MACs, in the definition's order.
struct ScoreRows {
    std::vector<FrozenScore> scores;
    std::vector<crypto::Mac> macs;
};

/// The MACs the rows of these scores carry.
[[nodiscard]] std::vector<crypto::Mac> score_macs(const Core& core, const sealed::Id& administration,
                                                  const std::vector<FrozenScore>& scores);
[[nodiscard]] Status insert_scores(Core& core, const sealed::Id& person, const sealed::Id& administration,
                                   const ScoreRows& rows);
/// All of a person's, by administration. MACs are given back as they stand; the caller checks them.
[[nodiscard]] Result<std::map<sealed::Id, ScoreRows>> read_scores(Core& core, const sealed::Id& person);

} // namespace rapport::vault
