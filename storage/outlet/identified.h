#pragma once

#include <string>
#include <vector>

#include "storage/outlet/outlet.h"
#include "storage/sealed/secret.h"
#include "storage/vault/vault.h"

/// Profile C: people's own records with their names, for a transfer of care or for the person who asks for their own.
/// It has nothing in common with profiles A and B but the folder and the ledger: no codes, no records of `release`, and
/// no policy, so the one can never become the other.
namespace rapport::outlet {

namespace fault {
inline constexpr Fault no_recipient{"no_recipient"}; ///< who gets it and what for are both needed
} // namespace fault

struct IdentifiedWish {
    std::vector<sealed::Id> people; ///< each named; there is no "everybody"
    std::string recipient;
    std::string purpose;
};

struct IdentifiedDone {
    Done done;
    /// Questionnaires about the alliance with whoever writes the files, which they may not read, and those whose other
    /// half is not in.
    int left_out = 0;
};

/// Writes who they are, every answer with its day and time, and every score, into a new private folder, as `write` does
/// a bundle. Every file name begins with "identified_" or ends in "-IDENTIFIED.txt", and the manifest says profile C.
/// Takes the right `identified` (vault/given_rights.h) and the user's own passphrase once more. Each person has a line
/// in the audit with the purpose; a refusal has one too. What somebody said of the alliance is left out where it is
/// about the user, now or before: a colleague writes that. Errors: not_allowed, wrong_passphrase and others of the
/// door, no_recipient, unknown_person, nothing_to_release, and those of `write`.
[[nodiscard]] Result<IdentifiedDone> write_identified(vault::Vault& vault, const IdentifiedWish& wish,
                                                      const sealed::Secret& passphrase, const std::string& out);

} // namespace rapport::outlet
