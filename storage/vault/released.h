#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "instruments/base/result.h"
#include "storage/vault/model.h"

/// The ledger of what left. Functions of an open vault, apart from vault.h, which most of the tree includes.
namespace rapport::vault {

class Vault;

/// Who fed one number that left. `people` are tokens in hex, sorted: one a person, the same in every release.
struct ReleasedRow {
    std::string quantity;
    std::vector<std::string> people;
};

/// What the ledger keeps of a release.
struct ReleaseNote {
    std::string project;
    std::string profile;
    std::string recipient;
    std::string purpose;
    int people = 0;
    int rows = 0;
    int k = 0;
    int threshold = 0;
    std::string manifest_sha256;
    std::vector<ReleasedRow> fed;
};

/// A line of the ledger.
struct ReleaseLine {
    std::int64_t number = 0;
    std::int64_t at_ms = 0;
    std::string actor;
    std::string project;
    std::string profile;
    std::string recipient; ///< empty in releases from before this was kept
    std::string purpose;
    int people = 0;
    int rows = 0;
    std::string manifest_sha256;
};

/// Somebody of a release that is taken back, known by a code alone: the clinic's rule of who must be identified how
/// does not bind what comes without any. Errors: pseudonym_taken, too_long, not_allowed.
[[nodiscard]] Result<Person> add_person_of_release(Vault& vault, const Person& person);
/// Whose those of these administrations are that are here, corrected ones too.
[[nodiscard]] Result<std::map<Id, Id>> people_of_administrations(Vault& vault, const std::set<Id>& ids);
/// Those of these administrations that were here and went when somebody was erased.
[[nodiscard]] Result<std::set<Id>> erased_among(Vault& vault, const std::set<Id>& ids);
/// Everybody whose answers may be released: not withdrawn, and no last word about research that is no.
[[nodiscard]] Result<std::set<Id>> people_to_release(Vault& vault);
/// Everybody's token, by person; made once, and gone with the person.
[[nodiscard]] Result<std::map<Id, std::string>> release_tokens(Vault& vault);
/// Every row that ever left, of all projects: recipients may talk to each other.
[[nodiscard]] Result<std::vector<ReleasedRow>> released_rows(Vault& vault);
[[nodiscard]] Result<std::vector<ReleaseLine>> releases(Vault& vault); ///< newest first
/// Writes the ledger line of a release, and who fed what left. Gives its number. Errors: too_long.
[[nodiscard]] Result<std::int64_t> note_release(Vault& vault, const ReleaseNote& note);

} // namespace rapport::vault
