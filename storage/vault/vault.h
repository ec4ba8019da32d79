#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/use.h"
#include "storage/sealed/act.h"
#include "storage/sealed/ticket_sheet.h"
#include "storage/vault/administer.h"
#include "storage/vault/care.h"
#include "storage/vault/faults.h"
#include "storage/vault/identity_policy.h"
#include "storage/vault/model.h"
#include "storage/vault/new_vault.h"
#include "storage/vault/page.h"
#include "storage/vault/survival.h"

namespace rapport::vault {

/// Wall clock, UTC milliseconds. Tests pass a fixed one.
using Clock = std::function<std::int64_t()>;
[[nodiscard]] Clock system_clock();

/// A clock that goes on in sleep and that nobody can set: milliseconds since this start of the machine, and which
/// start. Delays after wrong passphrases run on it. Tests pass their own.
struct BootTime {
    std::string boot;
    std::int64_t ms = 0;
};
using BootClock = std::function<BootTime()>;
[[nodiscard]] BootClock system_boot_clock();

/// Told the name of each step of something long, before it is taken.
using Progressing = std::function<void(std::string_view step)>;

struct Recovery {
    sealed::Secret printed; ///< 8 groups of 4 and a check group, Crockford base32
};

/// Makes the folder and its files. The vault stays unfinished (and refuses to open) until `confirm_recovery`.
/// Errors: vault_exists, weak_passphrase, too_long, disk_full, read_only_folder. After any of them nothing of it is
/// left.
[[nodiscard]] Result<Recovery> create_vault(const std::string& folder, const NewVault& wishes, const Clock& clock);
/// The recovery key typed back. Errors: recovery_mismatch, vault_missing, vault_damaged, vault_in_use.
[[nodiscard]] Status confirm_recovery(const std::string& folder, const sealed::Secret& typed);

/// What may be known without any key: for the unlock page.
struct Door {
    std::string clinic;
    std::string device;
    bool demo = false;
    std::vector<std::string> users;
    int waiting_sessions = 0;          ///< sealed files in the inbox
    std::int64_t last_unlocked_ms = 0; ///< 0 when never
};
[[nodiscard]] Result<Door> look_at_door(const std::string& folder);

/// What a visit asks for.
struct SessionWish {
    Id person{};
    Id planned_visit{}; ///< all zero when unplanned
    std::string visit;
    int session_number = 0;
    std::vector<std::string> battery;
    std::string language = "en";
    std::string label;
    bool auto_advance = true;
    /// Staff were told which instruments have no wording in `language` and go on: those are asked in their own.
    bool other_wording_accepted = false;
    sealed::Asked asked = sealed::Asked::self;
};

/// A ticket just made. `code` is shown once and kept nowhere.
struct NewTicket {
    TicketRow row;
    sealed::Secret code;
};

/// What came of opening the inbox.
struct IngestReport {
    int sessions = 0; ///< taken in now
    int administrations = 0;
    int already_known = 0; ///< seen before; only the file was cleared away
    int refused = 0;       ///< damaged or unknown: left where it is, an alert raised
    int alerts = 0;
};

/// Gives one administration after another in random-looking but stable order, for release and aggregate passes.
/// The visitor returns false to stop.
using AdministrationVisitor = std::function<bool(const Person&, const Administration&)>;

/// An open vault: the only holder of the lock. Everything it does is one transaction with its audit line: both or
/// neither.
class Vault {
public:
    /// Counts the try on disk before the key is derived. Errors: wrong_passphrase, slot_blocked, slot_disabled,
    /// vault_missing, vault_damaged, vault_in_use, vault_newer, vault_unfinished, not_a_cipher, cipher_too_old,
    /// disk_full, read_only_folder; not_allowed for an administrator, whose passphrase was right and opens no data;
    /// day_closed. A researcher's vault reads answers, audit and code names, and writes the ledger of releases;
    /// everything else of it says not_allowed.
    [[nodiscard]] static Result<Vault> open(const std::string& folder, std::string_view user,
                                            const sealed::Secret& passphrase, Clock clock,
                                            const BootClock& boot_clock = system_boot_clock());
    Vault(Vault&&) noexcept;
    Vault& operator=(Vault&&) noexcept;
    ~Vault();

    [[nodiscard]] const std::string& clinic() const;
    [[nodiscard]] const std::string& user() const;
    [[nodiscard]] Role role() const;
    [[nodiscard]] bool demo() const;
    [[nodiscard]] std::int64_t now_ms() const;

    /// Makes many acts one: all that `work` does on this vault, each with its audit line, or nothing when it gives an
    /// error. For imports and the demo clinic, where a commit for every act would be most of the time.
    [[nodiscard]] Status together(const std::function<Status()>& work);

    // Instruments: the bundled library and the clinic's own, with installed wording put in where there is some.
    [[nodiscard]] const std::vector<instruments::Definition>& instruments() const;
    [[nodiscard]] const instruments::Definition* instrument(std::string_view id) const;
    /// Errors: unknown_instrument, definition_refused (detail holds the first problem).
    [[nodiscard]] Status install_wording(std::string_view wording_json);
    /// Sessions begun before go on with the wording they began with. Errors: unknown_instrument, no_wording.
    [[nodiscard]] Status remove_wording(std::string_view instrument);
    [[nodiscard]] Result<std::vector<InstalledWording>> wordings(); ///< all there were, by instrument and time
    /// A definition of the clinic's own. Gives its hash. Real clinics use it once it is signed off.
    /// Errors: definition_refused, instrument_taken, version_taken.
    [[nodiscard]] Result<std::string> add_definition(std::string_view json);
    /// Records that a key was held against its form; it holds for exactly this definition. Errors: unknown_instrument,
    /// other_version (detail: the vault's), empty_note, too_long.
    [[nodiscard]] Result<SignOff> sign_off(const instruments::KeyCheck& check);
    [[nodiscard]] Result<std::vector<SignOff>> sign_offs(); ///< the newest of each instrument
    /// The clinic's own norm of a score: from then on its instrument has the rule of change it leads to. One a score; a
    /// new one takes its place. Errors: unknown_instrument, too_long, and those of instruments::site_threshold.
    [[nodiscard]] Status set_norm(const instruments::SiteNorm& norm);
    [[nodiscard]] Status remove_norm(std::string_view instrument, std::string_view score); ///< Errors: unknown_norm
    [[nodiscard]] Result<std::vector<RecordedNorm>> norms();

    // People. One whose records were linked is shown whole under the root, whichever of them is asked for.
    /// A pseudonym is made when it is empty; an episode of care begins, with the therapist named.
    /// Errors: pseudonym_taken, too_long, bad_identifier (detail: its type), identity_needed (detail: the rule).
    [[nodiscard]] Result<Person> add_person(const Person& person, const Identity& identity);
    [[nodiscard]] Result<std::vector<PersonRow>> people(std::string_view search = {}); ///< by pseudonym, name or number
    /// The same by pseudonym from one name on, so that a list of any length costs what is seen of it. `after` empty:
    /// from the first.
    [[nodiscard]] Result<std::vector<PersonRow>> people_after(std::string_view after, int most);
    [[nodiscard]] Result<std::vector<PersonRow>> people_found(std::string_view search, int most);
    [[nodiscard]] Result<std::int64_t> people_count();
    [[nodiscard]] Result<std::vector<PersonRow>> to_review(int most);                  ///< newest first; below 0, all
    [[nodiscard]] Result<std::vector<PersonRow>> caseload(std::string_view therapist); ///< of one; empty: everybody
    [[nodiscard]] Result<PersonRow> person(const Id& id);
    [[nodiscard]] Result<Identity> identity(const Id& id); ///< of that record alone; logged as a view
    /// What was wrong or has changed about a person, with the reason. What stood before is kept. `therapist` and
    /// `episode_start_day` have acts of their own. Errors: as add_person, empty_note, unknown_person, no_change.
    [[nodiscard]] Status edit_person(const Person& person, const Identity& identity, std::string_view reason);
    /// Records that may be of the same person: an identifier that is the same, or name and date of birth.
    /// `person.person` itself and what is linked with it are left out. Logged as a view.
    [[nodiscard]] Result<std::vector<Likeness>> likenesses(const Identity& person);
    [[nodiscard]] Result<IdentityPolicy> identity_policy();
    /// Errors: not_allowed, bad_policy (detail: what is wrong with it).
    [[nodiscard]] Status set_identity_policy(const IdentityPolicy& policy);
    /// Two records of one person: from now on `person` is shown and counted as `into`. Nothing is moved or lost.
    /// Errors: unknown_person, same_person, empty_note, too_long.
    [[nodiscard]] Status merge(const Id& person, const Id& into, std::string_view reason);
    /// Takes that back. Errors: not_merged, empty_note, too_long.
    [[nodiscard]] Status unmerge(const Id& person, std::string_view reason);
    [[nodiscard]] Result<std::vector<PersonLink>> links_of(const Id& person);
    [[nodiscard]] Status mark_reviewed(const Id& person);

    // Care
    [[nodiscard]] Result<std::vector<Episode>> episodes(const Id& person); ///< oldest first
    /// Errors: unknown_person, episode_open.
    [[nodiscard]] Result<Id> open_episode(const Id& person, std::int32_t day);
    /// Plans of the person end with it. Errors: no_episode, bad_day (before it began), too_long.
    [[nodiscard]] Status close_episode(const Id& person, std::int32_t day, std::string_view outcome);
    [[nodiscard]] Result<std::vector<Dyad>> dyads(const Id& person); ///< oldest first
    /// From that day on; the one before ends with it. Errors: unknown_person, bad_day, no_change, too_long.
    [[nodiscard]] Status set_therapist(const Id& person, std::string_view therapist, std::int32_t day);
    [[nodiscard]] Result<std::vector<Consent>> consents(const Id& person); ///< newest of each purpose first
    /// Errors: unknown_person, bad_policy (detail "state"), too_long.
    [[nodiscard]] Status set_consent(const Id& person, const Consent& consent);

    // Batteries and schedules
    [[nodiscard]] Result<std::vector<Battery>> batteries();
    /// A battery of that id is replaced by one that supersedes it; all zero makes a new one. Errors: name_taken,
    /// empty_note, too_long, unknown_instrument, mixed_respondents (detail: the instrument).
    [[nodiscard]] Result<Id> save_battery(const Battery& battery);
    [[nodiscard]] Status retire_battery(const Id& battery);
    /// What in a battery cannot be asked now, in its order; empty when it may be started.
    [[nodiscard]] Result<std::vector<Obstacle>> obstacles(const std::vector<std::string>& instruments);
    [[nodiscard]] Result<std::vector<Schedule>> schedules();
    /// Errors: as save_battery; bad_policy (detail: the field) when windows would overlap or a number is out of range.
    [[nodiscard]] Result<Id> save_schedule(const Schedule& schedule);
    [[nodiscard]] Status retire_schedule(const Id& schedule);
    [[nodiscard]] Result<std::vector<Plan>> plans(const Id& person);
    /// Its visits are planned up to the first after the horizon, and go on as time does. Errors: unknown_person,
    /// unknown_schedule, no_episode.
    [[nodiscard]] Result<Id> begin_plan(const Id& person, const Id& schedule, std::int32_t start_day);
    /// Visits not held yet are called off. Errors: unknown_plan.
    [[nodiscard]] Status end_plan(const Id& plan);
    /// Brings the plans up to a day: visits whose window has closed are missed, the next are planned. Gives how many
    /// visits changed. To be called when the vault is opened and when the day has changed.
    [[nodiscard]] Result<int> roll_plans(std::int32_t today);
    [[nodiscard]] Status call_off_visit(const Id& visit, std::string_view reason);

    // Findings short of an alert
    /// Those nobody has looked at since `seen_before`, newest first.
    [[nodiscard]] Result<std::vector<PersonFlag>> flags(std::string_view kind, std::int32_t seen_before, int most);
    [[nodiscard]] Result<std::vector<PersonFlag>> flags_of(const Id& person);
    /// Nothing when the clinic has not enough closed episodes of people alike.
    [[nodiscard]] Result<std::optional<ExpectedCourse>> expected_course(const Id& person);
    [[nodiscard]] Result<CarePolicy> care_policy();
    [[nodiscard]] Status set_care_policy(const CarePolicy& policy); ///< Errors: not_allowed, bad_policy

    // Visits and sessions
    [[nodiscard]] Result<Id> plan_visit(const PlannedVisit& visit);
    [[nodiscard]] Result<std::vector<PlannedVisit>> visits_due(std::int32_t day); ///< that day's and the overdue
    /// The same, overdue first, at most so many of each; and how many there are.
    [[nodiscard]] Result<DueList> due_list(std::int32_t day, int most);
    [[nodiscard]] Result<std::vector<PlannedVisit>> visits_of(const Id& person);
    /// Errors: unknown_person, unknown_instrument, not_in_language; never in a demo clinic: no_wording,
    /// key_not_verified, not_signed_off.
    [[nodiscard]] Result<sealed::Job> start_session(const SessionWish& wish);
    /// A session that stopped before its end, to go on where it was. Errors: unknown_session.
    [[nodiscard]] Result<sealed::Job> resume_session(const Id& session);
    /// Every act of a session that was taken in, with time and input method: what was done, in its order, also after
    /// its sealed file is gone. Empty for one taken in before acts were kept, or that is not known. Logged as a view.
    [[nodiscard]] Result<std::vector<sealed::Act>> session_acts(const Id& session);
    /// Takes in what the inbox holds; idempotent on session id.
    [[nodiscard]] Result<IngestReport> ingest();
    /// For the demo clinic, imports and tests: an administration with given answers, scored here as ingest scores them.
    [[nodiscard]] Result<Id> add_administration(Administration administration);
    /// The same for many, in one transaction: all or none.
    [[nodiscard]] Status add_administrations(std::vector<Administration> administrations);

    // The waiting room: sealed/ticket.h says what a ticket is.
    /// A session that begins when its code is typed. The code is given this once. Errors: as start_session, bad_policy
    /// when it is to hold for less than an hour or more than 30 days, too_many_tickets.
    [[nodiscard]] Result<NewTicket> make_ticket(const SessionWish& wish, int hours);
    [[nodiscard]] Result<std::vector<TicketRow>> tickets(); ///< newest first
    /// Errors: unknown_session; ticket_used when it has been typed already.
    [[nodiscard]] Status revoke_ticket(const Id& session);
    /// For the tablet: every open ticket, none of which opens without its code. Wrong tries are counted from nothing.
    [[nodiscard]] Result<sealed::TicketSheet> ticket_sheet();

    // The device (sealed/device_check.h)
    /// An administrator, or the holder of the printed key, lets patients use a device in spite of these red checks. It
    /// holds for these and no others, for 30 days. Errors: those of an approval, empty_note, too_long.
    [[nodiscard]] Status allow_in_spite_of(const std::vector<std::string>& red, std::string_view reason,
                                           const Approval& approval);
    /// Which of them nobody has allowed, or no longer.
    [[nodiscard]] Result<std::vector<std::string>> not_allowed_of(const std::vector<std::string>& red);

    // What the clinic says to patients
    [[nodiscard]] Result<std::vector<sealed::ClinicWords>> clinic_words();
    /// Of one language; what is empty is taken away. Errors: not_allowed, too_long, bad_policy (no such language).
    [[nodiscard]] Status set_clinic_words(const sealed::ClinicWords& words);

    // Results
    /// By time. A form of a dyad whose other half is not in comes `blind`, whoever asks.
    [[nodiscard]] Result<std::vector<Administration>> administrations(const Id& person);
    /// Of all who have not withdrawn, for what is released and counted; nobody is shown a row of it.
    [[nodiscard]] Status for_each_administration(const AdministrationVisitor& visit);
    /// Escalated first, then here today, then the others; among each the gravest, and of those the oldest. The first
    /// `most` of them; below 0, all.
    [[nodiscard]] Result<std::vector<Alert>> open_alerts(int most = -1);
    [[nodiscard]] Result<std::set<Id>> open_alert_ids();
    /// Those of sessions taken in that are about somebody's safety, open, and of which nobody has said why they stay
    /// so: before the tablet goes on, somebody must.
    [[nodiscard]] Result<std::vector<Alert>> alerts_to_settle();
    /// Why it is not seen to now. It stays open, and is escalated all the same. Errors: as acknowledge.
    [[nodiscard]] Status leave_open(const Id& alert, std::string_view reason);
    /// Marks, each with its line, what nobody has seen to in the time that the clinic set. Gives how many were marked
    /// now; `next_escalation` when the next one will be due, 0 when none.
    [[nodiscard]] Result<int> escalate_alerts();
    [[nodiscard]] Result<std::int64_t> next_escalation();
    [[nodiscard]] Result<std::vector<Alert>> alerts_of(const Id& person);
    /// Errors: unknown_alert, empty_note, too_long. Cannot be undone, only added to: a second note stands under the
    /// first.
    [[nodiscard]] Status acknowledge(const Id& alert, std::string_view note);

    // Release
    /// Random 80-bit code of a person in a project, base32 in groups of four; made once, kept in the vault.
    [[nodiscard]] Result<std::string> project_code(std::string_view project, const Id& person);
    /// Writes the ledger line of a release: what left, and its manifest's digest. Gives its number.
    [[nodiscard]] Result<std::int64_t> note_release(std::string_view project, std::string_view profile, int people,
                                                    int rows, std::string_view manifest_sha256);

    // Users and keys (users.h has what takes no open vault). All but the first are a clinician's and take an approval.
    // Errors of these, beside those of opening: not_allowed, wrong_passphrase, recovery_mismatch, weak_passphrase.
    /// With everything in it, also for clinicians who are locked out: the printed key in place of a user's passphrase.
    [[nodiscard]] static Result<Vault> open_with_recovery(const std::string& folder, const sealed::Secret& printed,
                                                          Clock clock,
                                                          const BootClock& boot_clock = system_boot_clock());
    /// One's own, in an open vault.
    [[nodiscard]] Status change_passphrase(const sealed::Secret& old_one, const sealed::Secret& new_one);
    /// `own` is the open clinician's passphrase, whose keys are sealed to the new user; not needed with a recovery key.
    /// Errors: user_exists, bad_user_name.
    [[nodiscard]] Status add_user(const NewUser& user, const sealed::Secret& own, const Approval& approval);
    /// A new passphrase for somebody who lost theirs. Errors: unknown_user.
    [[nodiscard]] Status reset_user(std::string_view name, const sealed::Secret& passphrase, const sealed::Secret& own,
                                    const Approval& approval);
    /// Takes somebody's key away, and gives everybody else new ones: what they hold or copied opens nothing that is
    /// written from here on. An administrator who goes takes the root key's worth along. After an error that is not
    /// about the request this vault may be shut, never lost: open it again. Errors: unknown_user, last_clinician,
    /// disk_full; not_allowed for oneself.
    [[nodiscard]] Status remove_user(std::string_view name, const Approval& approval, const Progressing& tell = {});
    /// The same for a device or a copy that was lost, with everybody staying.
    [[nodiscard]] Status rotate_keys(std::string_view reason, const Approval& approval, const Progressing& tell = {});

    // Administration
    [[nodiscard]] Result<std::vector<UserHistory>> user_history();
    [[nodiscard]] Result<ClinicPolicy> policy();
    /// Each field that changes has a line. Errors: not_allowed, bad_policy, too_long.
    [[nodiscard]] Status set_policy(const ClinicPolicy& policy);
    [[nodiscard]] Result<std::vector<DeviceSeen>> devices(); ///< that opened this vault, latest first
    [[nodiscard]] Result<Upkeep> upkeep();
    /// That a backup was brought back and checked, or what was wrong with it.
    [[nodiscard]] Status note_drill(std::string_view backup, std::string_view outcome);
    /// Lines of the audit, newest first; logged as a view.
    [[nodiscard]] Result<std::vector<RecordLine>> record(const RecordWish& wish);
    /// That lines left as a file: how many, and its SHA-256.
    [[nodiscard]] Status note_record_export(std::string_view filter, std::int64_t lines, std::string_view sha256);

    // Answers put right: the row as it was stays, another takes its place, and its scores are worked out again.
    /// Gives the new administration. Errors: not_allowed, empty_note, too_long, vault_damaged (no such
    /// administration), superseded, unknown_item, no_change.
    [[nodiscard]] Result<Id> correct(const CorrectionWish& wish);
    [[nodiscard]] Result<std::vector<Corrected>> corrections(const Id& person); ///< newest first
    [[nodiscard]] Result<bool> is_withdrawn(const Id& person);

    // What a person's page keeps beside the answers (page.h). A clinician's; nothing of it is ever changed or taken
    // out, a correction takes the place of what stood.
    /// Errors: not_allowed, unknown_person, empty_note, too_long, bad_day, unknown_entry (detail "what").
    [[nodiscard]] Result<Id> add_entry(const EntryWish& wish);
    /// Gives the entry that takes its place, of the same person and kind. Errors: as add_entry, superseded.
    [[nodiscard]] Result<Id> correct_entry(const Id& entry, const EntryWish& wish, std::string_view reason);
    [[nodiscard]] Status take_back_entry(const Id& entry, std::string_view reason); ///< Errors: as correct_entry
    [[nodiscard]] Result<std::vector<PageEntry>> entries(const Id& person);  ///< all there ever were, oldest first
    [[nodiscard]] Result<std::vector<Occasion>> occasions(const Id& person); ///< what can be signed, oldest first
    /// The open user's passphrase once more, counted like a try at the door. Errors: not_allowed, wrong_passphrase and
    /// the others of opening, nothing_to_sign, still_blind, superseded (the record is another than the one shown).
    [[nodiscard]] Result<Id> sign(const SignWish& wish, const sealed::Secret& passphrase);

    /// That a visit sheet of somebody was made, before it is: on paper or as text, and whether it names them.
    [[nodiscard]] Status note_sheet(const Id& person, std::string_view form, bool names);
    [[nodiscard]] std::int32_t today() const; ///< the civil day here and now

    // Audit
    [[nodiscard]] Status note(std::string_view event, std::string_view object, std::string_view reason = {});
    [[nodiscard]] Result<std::vector<AuditEntry>> audit(std::int64_t from_sequence, int most);
    /// Recomputes the whole chain and every row's MAC. Errors: vault_damaged (detail holds the first sequence).
    [[nodiscard]] Result<std::int64_t> verify();
    /// verify, and besides that each line was written at its place in time: finds a history rewritten by somebody who
    /// had the vault's keys, which verify alone cannot. Errors: recovery_mismatch, vault_damaged.
    [[nodiscard]] Result<std::int64_t> verify_history(const sealed::Secret& recovery_key);

    // Survival. Restoring, drills and salvage work without an open vault: restore.h, salvage.h.
    /// A copy of everything in one sealed file, checked in another process before it gets its name; older ones go by
    /// rotation. Errors: those of the check, disk_full, read_only_folder.
    [[nodiscard]] Result<BackupMade> back_up(const std::string& folder, const BackupCheck& check);
    /// How far the audit has come, in twenty characters to be kept elsewhere: anchor.h.
    [[nodiscard]] Result<std::string> anchor();
    /// Errors: bad_anchor, older_than_anchor, anchor_differs.
    [[nodiscard]] Status check_anchor(std::string_view typed);
    /// Everything stays, and no release has this person any more. Errors: unknown_person, empty_note, too_long.
    [[nodiscard]] Status withdraw(const Id& person, std::string_view reason);
    /// Identity, answers, scores, alerts, visits, codes and sealed originals go; the audit keeps that they were there,
    /// by commitments that tell nothing. Backups made before still have them. Errors: as withdraw.
    [[nodiscard]] Status erase(const Id& person, std::string_view reason);

private:
    struct State;
    friend struct VaultOf; ///< vault_of.h
    explicit Vault(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace rapport::vault
