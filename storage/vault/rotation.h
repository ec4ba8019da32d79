#pragma once

#include "storage/vault/approval.h"

namespace rapport::vault {

/// What a rotation is for.
struct Rotation {
    std::optional<sealed::Id> removed; ///< slot of the user who goes, if one does
    std::string reason;
};

/// New RK, IK and inbox key, epoch + 1: both databases copied under the new keys, compared row by row, verified in
/// full, and then put in place by the one replacing of the header. Users who are away need do nothing: the new keys are
/// sealed to their public halves. When an administrator goes the root is replaced too. `verify` checks all of the
/// databases that `core` has at that moment, which are the new ones. A fault before the header is replaced leaves
/// `core` and the vault as they were.
[[nodiscard]] Status rotate(Core& core, const Approved& approved, const Rotation& rotation,
                            const std::function<Status()>& verify, const Progressing& tell);

/// Whether two connections hold the same schema and the same rows, in both their files. Errors: vault_damaged.
[[nodiscard]] Status same_contents(Connection& left, Connection& right);

} // namespace rapport::vault
