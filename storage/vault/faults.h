#pragma once

#include "instruments/base/result.h"

/// The ways a vault can refuse or fail. Sentences for people stand in assets/strings under "fault.<name>".
namespace rapport::vault::fault {

inline constexpr Fault wrong_passphrase{"wrong_passphrase"}; ///< also for an unknown user: nobody learns which
inline constexpr Fault slot_blocked{"slot_blocked"};         ///< too many tries; detail holds the seconds to wait
inline constexpr Fault slot_disabled{"slot_disabled"}; ///< ten tries failed; another user or the recovery key must help
inline constexpr Fault vault_missing{"vault_missing"}; ///< no vault in that folder, or a file of it is gone
inline constexpr Fault vault_exists{"vault_exists"};
inline constexpr Fault vault_damaged{"vault_damaged"};       ///< header, database or row fails its check
inline constexpr Fault vault_in_use{"vault_in_use"};         ///< another program holds the lock; detail names it
inline constexpr Fault vault_newer{"vault_newer"};           ///< made by a newer program
inline constexpr Fault vault_unfinished{"vault_unfinished"}; ///< its recovery key was never typed back
inline constexpr Fault not_a_cipher{"not_a_cipher"};         ///< the SQLite found does not encrypt
inline constexpr Fault cipher_too_old{"cipher_too_old"};     ///< SQLCipher older than 4.5
inline constexpr Fault weak_passphrase{"weak_passphrase"};   ///< under 15 characters, or on the block list
inline constexpr Fault recovery_mismatch{
    "recovery_mismatch"};                          ///< typed recovery key differs or its check group is wrong
inline constexpr Fault not_allowed{"not_allowed"}; ///< the role does not hold the key or right
inline constexpr Fault bad_anchor{"bad_anchor"};   ///< not twenty characters, or mistyped
inline constexpr Fault older_than_anchor{"older_than_anchor"}; ///< the vault was put back to an earlier time
inline constexpr Fault anchor_differs{"anchor_differs"};       ///< another vault's anchor, or another history
inline constexpr Fault backup_damaged{"backup_damaged"};       ///< not as it was written; detail says what
inline constexpr Fault no_backup{"no_backup"};                 ///< no backup of that name, or none in the folder
inline constexpr Fault unknown_person{"unknown_person"};
inline constexpr Fault unknown_instrument{"unknown_instrument"};
inline constexpr Fault no_wording{"no_wording"}; ///< licensed wording not installed; detail names the instrument
inline constexpr Fault not_in_language{
    "not_in_language"};                                  ///< the instrument has no wording in that language; detail: it
inline constexpr Fault not_signed_off{"not_signed_off"}; ///< a definition of the clinic's own; detail names it
inline constexpr Fault other_version{"other_version"};   ///< signed off was another version than the vault's
inline constexpr Fault unknown_norm{"unknown_norm"};     ///< no norm of the clinic's own for that score
inline constexpr Fault version_taken{"version_taken"};   ///< the vault has this version with other contents
inline constexpr Fault instrument_taken{"instrument_taken"}; ///< an instrument of that id comes with the program
inline constexpr Fault unknown_session{"unknown_session"};
inline constexpr Fault ticket_used{"ticket_used"};           ///< its session has begun
inline constexpr Fault too_many_tickets{"too_many_tickets"}; ///< open at once; revoke some, or let them run out
inline constexpr Fault definition_refused{"definition_refused"};
inline constexpr Fault unknown_alert{"unknown_alert"};
inline constexpr Fault empty_note{"empty_note"}; ///< an alert is acknowledged with a few words, never none
inline constexpr Fault too_long{"too_long"};     ///< a text longer than the vault keeps; detail names the field
inline constexpr Fault pseudonym_taken{"pseudonym_taken"};
inline constexpr Fault day_closed{"day_closed"};   ///< thirty tries failed in a day: an administrator or recovery
inline constexpr Fault user_exists{"user_exists"}; ///< names of users are distinct
inline constexpr Fault unknown_user{"unknown_user"};
inline constexpr Fault bad_user_name{"bad_user_name"};     ///< empty, or with control characters
inline constexpr Fault superseded{"superseded"};           ///< corrected before: the newer row is the one to correct
inline constexpr Fault unknown_item{"unknown_item"};       ///< of that instrument; or a choice the item does not have
inline constexpr Fault no_change{"no_change"};             ///< the answer is the one that stands already
inline constexpr Fault bad_policy{"bad_policy"};           ///< outside its limits; detail names the field
inline constexpr Fault last_clinician{"last_clinician"};   ///< nobody could open the vault any more
inline constexpr Fault bad_identifier{"bad_identifier"};   ///< shape or check digit is off; detail: its type
inline constexpr Fault identity_needed{"identity_needed"}; ///< the clinic's rule is not met; detail: the rule
inline constexpr Fault same_person{"same_person"};         ///< linked already, or with itself
inline constexpr Fault not_merged{"not_merged"};
inline constexpr Fault episode_open{"episode_open"}; ///< one at a time
inline constexpr Fault no_episode{"no_episode"};     ///< none is open
inline constexpr Fault bad_day{"bad_day"}; ///< ahead where it may not be, before what it belongs to began, or none
inline constexpr Fault name_taken{"name_taken"};
inline constexpr Fault mixed_respondents{"mixed_respondents"}; ///< a battery is answered by one; detail: instrument
inline constexpr Fault unknown_battery{"unknown_battery"};
inline constexpr Fault unknown_schedule{"unknown_schedule"};
inline constexpr Fault unknown_plan{"unknown_plan"};
inline constexpr Fault unknown_visit{"unknown_visit"};
inline constexpr Fault unknown_entry{"unknown_entry"};     ///< no such note or event, or not of that person and kind
inline constexpr Fault nothing_to_sign{"nothing_to_sign"}; ///< no such session, or no such meaning
inline constexpr Fault still_blind{"still_blind"};         ///< the other half of the dyad is not in
inline constexpr Fault disk_full{"disk_full"};
inline constexpr Fault read_only_folder{"read_only_folder"};
inline constexpr Fault database_error{"database_error"}; ///< anything else SQLCipher answered; detail holds its code

} // namespace rapport::vault::fault
