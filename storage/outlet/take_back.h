#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "storage/release/read_back.h"
#include "storage/vault/vault.h"

/// The way back in: a release becomes people and answers of a vault.
namespace rapport::outlet {

namespace fault {
inline constexpr Fault scores_differ{"scores_differ"}; ///< a stated score is not what its answers come to
inline constexpr Fault no_first_day{"no_first_day"};   ///< the files say weeks only, and no day of week 0 was given
} // namespace fault

enum class Differing : std::uint8_t {
    refuse_all,  ///< one score that differs, and nothing is taken in
    leave_those, ///< the administrations it is about stay out
};

struct TakeBack {
    /// Civil day since 1970-01-01 that week 0 of everybody begins on, where the files have no dates.
    std::optional<std::int32_t> first_day;
    Differing differing = Differing::refuse_all;
    bool only_try = false; ///< everything is done and then undone: what it would come to
};

struct TakenBack {
    int people = 0;          ///< new in the vault
    int administrations = 0; ///< taken in
    int there_already = 0;   ///< administrations the vault has from an earlier time
    int erased = 0;          ///< those of people who came in before and were erased: they stay out
    std::vector<release::Mismatch> mismatches;
};

/// Takes rows in: a person stands under their code as pseudonym, without a name or a year of birth, and with what was
/// withheld left empty; every score is worked out again by the vault. All in one transaction, or nothing. Taking the
/// same in again changes nothing: an administration's id comes of its code, questionnaire, visit, time and place among
/// those alike. Answers about safety raise alerts, as in a session.
/// Errors: scores_differ, no_first_day, and the vault's.
[[nodiscard]] Result<TakenBack> take_back(vault::Vault& vault, std::span<const release::Returned> rows,
                                          const TakeBack& how);

} // namespace rapport::outlet
