#pragma once

#include <array>
#include <string>
#include <vector>

#include "storage/sealed/secret.h"
#include "storage/vault/vault.h"

/// Two copies of one vault that were both worked on, made one again. MERGE.md has the rule of every table.
namespace rapport::vault {

/// One of the two, and who opens it: `user` and `secret` as in guarded_keys.h.
struct MergeSide {
    std::string folder;
    std::string user;
    const sealed::Secret& secret;
};

/// Something staff should know of: a difference that a rule settled, or what no rule may settle.
struct MergeNote {
    std::string kind; ///< one of the words of MERGE.md
    std::string who;  ///< code name of the person it is about; empty when it is about none
    std::string what; ///< which field, setting, instrument or other code name; never an answer
    friend auto operator<=>(const MergeNote&, const MergeNote&) = default;
};

struct Merged {
    std::array<std::string, 2> anchors; ///< of the two audits, in the order given
    std::int64_t people = 0;
    std::int64_t administrations = 0;
    std::int64_t erased = 0;      ///< people one of the two has erased
    std::string digest;           ///< of `contents_digest`, in hex
    std::vector<MergeNote> notes; ///< sorted, each once
};

/// Makes a new vault in `to` that has every row of both. Both stay as they are, byte for byte, but for their counts of
/// tries: they are locked, their files copied as bytes, and the copies opened and verified in full before any row goes
/// over. Which of the two is named first makes no difference to what the new one holds; its users, passphrases and
/// device are those of the vault whose keys are newer, or else of the first.
/// Errors: those of guarded_keys, vault_missing, vault_in_use, vault_newer, vault_unfinished, vault_damaged (detail:
/// "first" or "second", and what); not_one_vault, keys_parted, merge_clash (`clashes`, where given, gets them),
/// vault_exists, session_busy (somebody is at a tablet),
/// disk_full, read_only_folder. After any of them there is no new folder.
[[nodiscard]] Result<Merged> merge_vaults(const MergeSide& first, const MergeSide& second, const std::string& to,
                                          const Clock& clock, std::vector<MergeNote>* clashes = nullptr,
                                          const BootClock& boot_clock = system_boot_clock());

namespace fault {
inline constexpr Fault not_one_vault{"not_one_vault"}; ///< made separately, whatever the clinics are called
inline constexpr Fault keys_parted{"keys_parted"};     ///< both were given new keys since they were one
inline constexpr Fault merge_clash{"merge_clash"};     ///< what no rule may settle: staff must, in one of the two
} // namespace fault

} // namespace rapport::vault
