#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "instruments/use.h"
#include "storage/sealed/job.h"
#include "storage/vault/administer.h"
#include "storage/vault/faults.h"
#include "storage/vault/model.h"
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

/// Argon2id cost. Floor 64 MiB and 3 passes, ceiling 2 GiB and 16 passes: anything else is refused on reading.
struct KdfCost {
    std::uint64_t memory_bytes = 256ULL << 20;
    std::uint32_t passes = 3;
    [[nodiscard]] static KdfCost floor() { return {64ULL << 20, 3}; }
};

struct NewVault {
    std::string clinic;     ///< name shown to staff
    std::string device;     ///< "North clinic tablet 3"
    std::string first_user; ///< a clinician's display name
    sealed::Secret passphrase;
    KdfCost cost;            ///< `calibrated_cost` of kdf.h on the machine it is for
    std::string first_admin; ///< empty: the root's key is on the printed sheet alone
    sealed::Secret admin_passphrase;
    bool demo = false; ///< fictional people; licensed wording may be shown as a notice; automation allowed
};

/// One user as anybody who has the folder can see them.
struct UserRow {
    std::string name;
    Role role = Role::clinician;
    int failed_tries = 0;
    bool disabled = false; ///< ten tries failed: the passphrase must be set anew
};

struct NewUser {
    std::string name;
    Role role = Role::clinician;
    sealed::Secret passphrase;
};

/// Who agrees that the list of users is changed, beside the clinician whose vault is open: an administrator by name and
/// passphrase, or whoever holds the printed recovery key.
struct Approval {
    std::string admin;
    sealed::Secret passphrase;
    sealed::Secret recovery; ///< used when it is not empty
};

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

    // People
    /// A pseudonym is made when it is empty. Errors: pseudonym_taken, too_long.
    [[nodiscard]] Result<Person> add_person(const Person& person, const Identity& identity);
    [[nodiscard]] Result<std::vector<PersonRow>> people(std::string_view search = {}); ///< by pseudonym, name or number
    [[nodiscard]] Result<PersonRow> person(const Id& id);
    [[nodiscard]] Result<Identity> identity(const Id& id); ///< logged as a view
    [[nodiscard]] Status mark_reviewed(const Id& person);

    // Visits and sessions
    [[nodiscard]] Result<Id> plan_visit(const PlannedVisit& visit);
    [[nodiscard]] Result<std::vector<PlannedVisit>> visits_due(std::int32_t day); ///< that day's and the overdue
    [[nodiscard]] Result<std::vector<PlannedVisit>> visits_of(const Id& person);
    /// Errors: unknown_person, unknown_instrument, not_in_language; never in a demo clinic: no_wording,
    /// key_not_verified, not_signed_off.
    [[nodiscard]] Result<sealed::Job> start_session(const SessionWish& wish);
    /// A session that stopped before its end, to go on where it was. Errors: unknown_session.
    [[nodiscard]] Result<sealed::Job> resume_session(const Id& session);
    /// Takes in what the inbox holds; idempotent on session id.
    [[nodiscard]] Result<IngestReport> ingest();
    /// For the demo clinic, imports and tests: an administration with given answers, scored here as ingest scores them.
    [[nodiscard]] Result<Id> add_administration(Administration administration);
    /// The same for many, in one transaction: all or none.
    [[nodiscard]] Status add_administrations(std::vector<Administration> administrations);

    // Results
    [[nodiscard]] Result<std::vector<Administration>> administrations(const Id& person); ///< by time
    /// Of all who have not withdrawn.
    [[nodiscard]] Status for_each_administration(const AdministrationVisitor& visit);
    [[nodiscard]] Result<std::vector<Alert>> open_alerts(); ///< here today first, then oldest
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
