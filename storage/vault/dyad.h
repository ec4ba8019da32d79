#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "storage/vault/core.h"

/// Patient and therapist of one pair, each on a form of their own: which forms belong to one session, and that neither
/// side's answers are read before both are in.
namespace rapport::vault {

/// The forms are filled in on different tablets at different minutes: the session's number says that they belong
/// together, and where there is none, the session itself or the day. Another plan counts its sessions from one again,
/// so a number alone says nothing beyond `longest_wait_days`.
inline constexpr std::int32_t longest_wait_days = 60;
[[nodiscard]] bool same_session(const Administration& a, const Administration& b);

/// Both forms of one session.
struct Pair {
    const Administration* patient = nullptr;
    const Administration* therapist = nullptr;
};
/// By time of the patient's form; a form whose other half is not in is in no pair.
[[nodiscard]] std::vector<Pair> pair_up(const std::vector<const Administration*>& patient,
                                        const std::vector<const Administration*>& therapist);
/// The other half of a form, or null: the nearest by day that is not nearer to another form of the same side (`alike`),
/// and the latest of those.
[[nodiscard]] const Administration* partner(const Administration& of, const std::vector<const Administration*>& alike,
                                            const std::vector<const Administration*>& among);

/// Instruments that a battery in use asks for.
using Asked = std::set<std::string, std::less<>>;
[[nodiscard]] Result<Asked> asked_in_batteries(Core& core);
/// Whether a form waits for its other half: a battery in use asks for that, or this person's rows have one. A clinic
/// that follows one side alone is told that side at once; it would wait for ever.
[[nodiscard]] bool waits_for(std::string_view other, const Asked& asked, const std::vector<Administration>& rows);

/// Takes answers, scores and criteria out of every form of a dyad whose other half is waited for and not in, and marks
/// it `blind`: that it was filled in, when and in which session is all that is left. Once something of the person's is
/// more than `longest_wait_days` younger, the other half can come no more, and the form is told. Whatever reads a
/// person's rows for a screen, a sheet or a command goes through this.
void blind(std::vector<Administration>& rows, const std::vector<instruments::Definition>& definitions,
           const Asked& asked);
/// The same with the clinic's own batteries.
[[nodiscard]] Status blind(Core& core, std::vector<Administration>& rows);

/// The other form's instrument, or null when the instrument is none of a dyad.
[[nodiscard]] const std::string* pair_of(std::string_view instrument,
                                         const std::vector<instruments::Definition>& definitions);

} // namespace rapport::vault
