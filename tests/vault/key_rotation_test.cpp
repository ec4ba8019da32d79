// New keys for everybody: what must survive it, what must not, and what is left wherever it is cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/vault/kept_keys.h"
#include "storage/vault/recovery.h"
#include "storage/vault/restore.h"
#include "storage/vault/rotation.h"
#include "storage/vault/salvage.h"
#include "storage/vault/schema.h"
#include "storage/vault/users.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

/// A staffed clinic with one questionnaire taken in, one session that waits and one that stopped part of the way.
struct Lived {
    Clinic clinic{Clinic::Kind::staffed};
    sealed::Id person{};
    sealed::Job waiting;
    sealed::Job stopped;

    Lived()
    {
        Vault vault = clinic.open();
        person = somebody(vault).id;
        Clinic::answer(started(vault, person, {"phq-9"}), all_items(0, 10, 2));
        EXPECT_EQ(vault.ingest()->sessions, 1);
        waiting = started(vault, person, {"phq-9"});
        Clinic::answer(waiting, all_items(0, 10, 1));
        stopped = started(vault, person, {"phq-9"});
        Clinic::begin(stopped, all_items(0, 4, 3));
    }
};

std::vector<std::string> files_in(const std::string& folder)
{
    std::vector<std::string> names;
    DIR* const listing = ::opendir(folder.c_str());
    while (const dirent* entry = ::readdir(listing))
        if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
    ::closedir(listing);
    std::ranges::sort(names);
    return names;
}

void expect_whole(const Lived& lived, Vault& vault)
{
    EXPECT_EQ(vault.identity(lived.person)->name, "Marguerite Vandersteen");
    ASSERT_EQ(vault.administrations(lived.person)->size(), 1U);
    EXPECT_EQ(vault.administrations(lived.person)->front().scores.front().value, 18.0); // nine items of 2 points
    EXPECT_TRUE(vault.verify_history(lived.clinic.recovery_key()).ok());
}

std::vector<std::string> heads(Vault& vault)
{
    std::vector<std::string> out;
    for (const AuditEntry& line : *vault.audit(1, 1000))
        out.push_back(line.hash);
    return out;
}

} // namespace

TEST(KeyRotation, whoever_is_removed_opens_nothing_and_nobody_else_notices)
{
    const Lived lived;
    const Clinic& clinic = lived.clinic;
    const RoleKeys before = *unlock(*load_header(clinic.folder), colleague, secret(colleague_passphrase));
    std::vector<std::string> old_heads;
    {
        Vault vault = clinic.open();
        old_heads = heads(vault);
        const Status removed = vault.remove_user(colleague, by_admin());
        ASSERT_TRUE(removed.ok()) << removed.error().fault.name << " " << removed.error().detail;
        expect_whole(lived, vault); // the same open vault goes on
        EXPECT_EQ(somebody(vault, "Ada Okonkwo").year_of_birth, 1982);
    }
    EXPECT_EQ(load_header(clinic.folder)->epoch, 2U);
    EXPECT_EQ(clinic.try_open(colleague, colleague_passphrase).error().fault, fault::wrong_passphrase);
    {
        const auto lock = VaultLock::take(clinic.folder);
        EXPECT_FALSE(open_databases(*lock, clinic.folder, {before.responses, before.identity}).ok());
        EXPECT_FALSE(open_databases(*lock, clinic.folder, {before.responses, sealed::Secret()}).ok());
    }
    // Nobody had to type anything: the new keys were sealed to them.
    EXPECT_EQ(clinic.try_open(researcher, researcher_passphrase)->people()->size(), 2U);
    EXPECT_TRUE(change_admin_passphrase(clinic.folder, admin, secret(admin_passphrase),
                                        secret("plum trees behind the wall"), clinic.boot_clock())
                    .ok());
    Vault vault = clinic.open();
    EXPECT_EQ(vault.people()->size(), 2U);
    const auto lines = *vault.audit(1, 1000);
    const auto line = std::ranges::find(lines, "user_removed", &AuditEntry::event);
    ASSERT_NE(line, lines.end());
    EXPECT_EQ(line->reason, "Lee Marsh, with Sam Brandt");
    EXPECT_EQ((line + 1)->event, "rotation");
    // Anchors printed before still name lines of this audit.
    const auto new_heads = heads(vault);
    ASSERT_GT(new_heads.size(), old_heads.size());
    EXPECT_TRUE(std::ranges::equal(
        old_heads, std::vector(new_heads.begin(), new_heads.begin() + static_cast<std::ptrdiff_t>(old_heads.size()))));
}

TEST(KeyRotation, a_session_that_waits_and_one_in_progress_survive_it)
{
    const Lived lived;
    {
        Vault vault = lived.clinic.open();
        ASSERT_TRUE(vault.rotate_keys("tablet 4 was lost", by_admin()).ok());
        EXPECT_EQ(vault.ingest()->sessions, 1) << "sealed under the inbox key of before";
    }
    // The tablet that went on all the while finishes with the job it was given before.
    Clinic::answer(lived.stopped, {{sealed::ActKind::answered, 0, "5", 1}});
    Vault vault = lived.clinic.open();
    ASSERT_TRUE(vault.rotate_keys("once more", by_recovery(lived.clinic)).ok());
    EXPECT_EQ(vault.ingest()->sessions, 1);
    EXPECT_EQ(vault.administrations(lived.person)->size(), 3U);
    EXPECT_EQ(load_header(lived.clinic.folder)->epoch, 3U);
    EXPECT_TRUE(vault.verify_history(lived.clinic.recovery_key()).ok());
    // And one begun after it, under the key of today.
    Clinic::answer(started(vault, lived.person, {"phq-9"}), all_items(0, 10, 0));
    EXPECT_EQ(vault.ingest()->sessions, 1);
}

TEST(KeyRotation, a_stopped_session_is_resumed_after_it_with_the_answers_it_had)
{
    const Lived lived;
    {
        Vault vault = lived.clinic.open();
        ASSERT_TRUE(vault.rotate_keys("tablet 4 was lost", by_admin()).ok());
    }
    Vault vault = lived.clinic.open();
    ASSERT_TRUE(vault.ingest().ok());
    const auto job = vault.resume_session(lived.stopped.session);
    ASSERT_TRUE(job.ok());
    Clinic::answer(*job, {{sealed::ActKind::answered, 0, "5", 3}});
    ASSERT_EQ(vault.ingest()->sessions, 1);
    const auto rows = *vault.administrations(lived.person);
    const auto row = std::ranges::find(rows, lived.stopped.session, &Administration::session);
    ASSERT_NE(row, rows.end());
    for (std::size_t item = 0; item < 5; ++item)
        EXPECT_EQ(row->response.items[item].value(), 3) << item; // four before, one after
}

TEST(KeyRotation, cut_at_every_step_it_leaves_the_old_vault_or_the_new_one)
{
    const Lived lived;
    std::vector<std::string> steps;
    const auto before = files_in(lived.clinic.folder);
    {
        const auto once = Clinic::copy_of(lived.clinic);
        Vault vault = once->open();
        ASSERT_TRUE(
            vault.remove_user(colleague, by_admin(), [&](std::string_view step) { steps.emplace_back(step); }).ok());
    }
    ASSERT_GE(steps.size(), 11U);
    int old_ones = 0;
    for (std::size_t cut = 0; cut < steps.size(); ++cut) {
        const auto clinic = Clinic::copy_of(lived.clinic);
        const pid_t child = ::fork();
        if (child == 0) {
            Vault vault = clinic->open();
            std::size_t at = 0;
            static_cast<void>(vault.remove_user(colleague, by_admin(), [&](std::string_view) {
                if (at++ == cut) ::kill(::getpid(), SIGKILL);
            }));
            ::_exit(0);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << steps[cut];

        auto vault = clinic->try_open();
        ASSERT_TRUE(vault.ok()) << steps[cut] << " " << vault.error().fault.name << " " << vault.error().detail;
        const bool is_old = load_header(clinic->folder)->epoch == 1;
        old_ones += is_old ? 1 : 0;
        EXPECT_EQ(vault->identity(lived.person)->name, "Marguerite Vandersteen") << steps[cut];
        EXPECT_EQ(vault->administrations(lived.person)->size(), 1U) << steps[cut];
        EXPECT_TRUE(vault->verify_history(clinic->recovery_key()).ok()) << steps[cut];
        EXPECT_EQ(vault->ingest()->sessions, 1) << steps[cut];
        const auto lines = *vault->audit(1, 1000);
        EXPECT_EQ(std::ranges::count(lines, "user_removed", &AuditEntry::event), is_old ? 0 : 1) << steps[cut];
        EXPECT_EQ(load_header(clinic->folder)->user(colleague) != nullptr, is_old) << steps[cut];
        std::vector<std::string> after = files_in(clinic->folder);
        std::erase_if(after, [](const std::string& name) { return name.ends_with("-journal"); });
        std::vector<std::string> expected = before;
        std::erase_if(expected, [](const std::string& name) { return name.ends_with("-journal"); });
        EXPECT_EQ(after, expected) << steps[cut];
    }
    const auto header = std::ranges::find(steps, "header") - steps.begin();
    EXPECT_EQ(old_ones, header + 1) << "the header's replacing is the step that decides";
}

TEST(KeyRotation, a_fault_on_the_way_leaves_the_open_vault_as_it_was)
{
    const Lived lived;
    const std::string in_the_way = lived.clinic.folder + "/identity.db.2";
    Vault vault = lived.clinic.open();
    const Status failed = vault.rotate_keys("tablet 4 was lost", by_admin(), [&](std::string_view step) {
        // Between the making and the copying somebody puts a folder where the file was.
        if (step != "copy") return;
        EXPECT_EQ(::unlink(in_the_way.c_str()), 0);
        EXPECT_EQ(::mkdir(in_the_way.c_str(), 0700), 0);
    });
    EXPECT_FALSE(failed.ok());
    EXPECT_EQ(load_header(lived.clinic.folder)->epoch, 1U);
    expect_whole(lived, vault);
    ASSERT_EQ(::rmdir(in_the_way.c_str()), 0);
    ASSERT_TRUE(vault.rotate_keys("tablet 4 was lost", by_admin()).ok());
    expect_whole(lived, vault);
}

TEST(KeyRotation, the_last_clinician_and_whoever_asks_stay)
{
    const Clinic clinic(Clinic::Kind::staffed);
    Vault vault = clinic.open();
    EXPECT_EQ(vault.remove_user("Nobody", by_admin()).error().fault, fault::unknown_user);
    EXPECT_EQ(vault.remove_user(user, by_admin()).error().fault, fault::not_allowed);
    EXPECT_EQ(vault.rotate_keys("", by_admin()).error().fault, fault::empty_note);
    ASSERT_TRUE(vault.remove_user(colleague, by_admin()).ok());
    auto last = [&] {
        const Vault closing = std::move(vault);
        return 0;
    }();
    EXPECT_EQ(last, 0);
    auto printed = Vault::open_with_recovery(clinic.folder, clinic.recovery_key(), clinic.clock(), clinic.boot_clock());
    ASSERT_TRUE(printed.ok());
    EXPECT_EQ(printed->remove_user(user, by_recovery(clinic)).error().fault, fault::last_clinician);
}

TEST(KeyRotation, an_administrator_who_goes_takes_no_root_along)
{
    const Clinic clinic(Clinic::Kind::staffed);
    const RoleKeys gone = *unlock(*load_header(clinic.folder), admin, secret(admin_passphrase));
    {
        Vault vault = clinic.open();
        ASSERT_TRUE(vault.remove_user(admin, by_recovery(clinic)).ok());
    }
    Header header = *load_header(clinic.folder);
    EXPECT_NE(crypto::signing_half(gone.root), header.root);
    EXPECT_EQ(header.root_steps.size(), 1U);
    EXPECT_EQ(header.user(user)->wrap.epoch, 1U);
    {
        Vault vault = clinic.open(); // follows the old root's signature to the new one, and pins that
        EXPECT_TRUE(vault.verify_history(clinic.recovery_key()).ok());
        EXPECT_TRUE(vault
                        .add_user({std::string(admin), Role::admin, secret(admin_passphrase)}, secret(passphrase),
                                  by_recovery(clinic))
                        .ok());
    }
    header = *load_header(clinic.folder);
    EXPECT_EQ(header.user(user)->wrap.epoch, 2U);

    // What the old root signs now leads nobody who has been here since.
    Header forged = header;
    const RoleKeys keys = *unlock(header, user, secret(passphrase));
    forged.root_steps.clear();
    forged.root = crypto::signing_half(gone.root);
    for (User& one : forged.users)
        grant_user(forged, one, keys, gone.root);
    close_header(forged, gone.root, keys);
    EXPECT_EQ(unlock(forged, user, secret(passphrase)).error().fault, fault::vault_damaged);
    Header other_way = header;
    other_way.root_steps = {{header.root, header.root_steps.front().signature}};
    other_way.root = crypto::signing_half(gone.root);
    for (User& one : other_way.users)
        grant_user(other_way, one, keys, gone.root);
    close_header(other_way, gone.root, keys);
    EXPECT_EQ(unlock(other_way, user, secret(passphrase)).error().fault, fault::vault_damaged);
}

TEST(KeyRotation, a_header_or_a_database_of_the_epoch_before_opens_nothing)
{
    const Lived lived;
    const auto old_one = Clinic::copy_of(lived.clinic);
    {
        Vault vault = lived.clinic.open();
        ASSERT_TRUE(vault.rotate_keys("tablet 4 was lost", by_admin()).ok());
    }
    for (const std::string name : {"header.rvh", "responses.db", "identity.db"}) {
        const auto clinic = Clinic::copy_of(lived.clinic);
        const std::string copy = "cp '" + old_one->folder + "/" + name + "' '" + clinic->folder + "/" + name + "'";
        ASSERT_EQ(std::system(copy.c_str()), 0);
        EXPECT_EQ(clinic->try_open().error().fault, fault::vault_damaged) << name;
    }
    // A wrap of before, in the header of now, is the same user's and the same key's: the MAC notices.
    Header mixed = *load_header(lived.clinic.folder);
    mixed.epoch = 1;
    EXPECT_FALSE(unlock(mixed, user, secret(passphrase)).ok());
    Header grant = *load_header(lived.clinic.folder);
    const Header before = *load_header(old_one->folder);
    grant.user(user)->grant = before.user(user)->grant;
    grant.user(user)->grant_signature = before.user(user)->grant_signature;
    EXPECT_EQ(unlock(grant, user, secret(passphrase)).error().fault, fault::vault_damaged);
}

TEST(KeyRotation, a_copy_that_differs_in_one_cell_is_not_the_same)
{
    const Lived lived;
    const auto other = Clinic::copy_of(lived.clinic);
    auto left = lived.clinic.raw();
    auto right = other->raw();
    ASSERT_TRUE(migrate(right.database).ok()); // whatever its triggers need
    EXPECT_TRUE(same_contents(left.database, right.database).ok());
    for (const std::string change :
         {"UPDATE person SET created_ms = created_ms + 1", "UPDATE session SET key = zeroblob(32)",
          "UPDATE identity.identity SET name = name || ' '", "UPDATE score SET value = value + 1e-9",
          "CREATE TABLE more (x)"}) {
        ASSERT_TRUE(right.database.run_all("SAVEPOINT s; " + change).ok()) << change;
        EXPECT_EQ(same_contents(left.database, right.database).error().fault, fault::vault_damaged) << change;
        ASSERT_TRUE(right.database.run_all("ROLLBACK TO s; RELEASE s").ok());
    }
    EXPECT_TRUE(same_contents(left.database, right.database).ok());
}

TEST(KeyRotation, backups_and_salvage_know_the_keys_of_after_it)
{
    const Lived lived;
    const std::string folder = lived.clinic.folder;
    std::string backup;
    {
        Vault vault = lived.clinic.open();
        ASSERT_TRUE(vault.rotate_keys("tablet 4 was lost", by_admin()).ok());
        const auto made = vault.back_up(folder + "-backups", check_backup);
        ASSERT_TRUE(made.ok()) << made.error().fault.name << " " << made.error().detail;
        backup = made->file;
    }
    const auto opened = [&](const std::string& place) {
        auto vault = Vault::open(place, user, secret(passphrase), lived.clinic.clock(), lived.clinic.boot_clock());
        ASSERT_TRUE(vault.ok()) << place << " " << vault.error().fault.name << " " << vault.error().detail;
        EXPECT_EQ(vault->identity(lived.person)->name, "Marguerite Vandersteen");
        EXPECT_EQ(vault->ingest()->refused, 0);
        EXPECT_EQ(vault->administrations(lived.person)->size(), 2U) << "the one taken in, and the one that waited";
        EXPECT_TRUE(vault->verify_history(lived.clinic.recovery_key()).ok());
        const auto resumed = vault->resume_session(lived.stopped.session);
        ASSERT_TRUE(resumed.ok());
        EXPECT_EQ(resumed->key.view(), lived.stopped.key.view()) << "the session in progress goes on under its own key";
    };
    const auto restored = restore(backup, folder + "-restored", user, secret(passphrase), lived.clinic.clock());
    ASSERT_TRUE(restored.ok()) << restored.error().fault.name << " " << restored.error().detail;
    opened(folder + "-restored");
    const auto saved = salvage(folder, folder + "-saved", user, secret(passphrase), lived.clinic.clock());
    ASSERT_TRUE(saved.ok()) << saved.error().fault.name << " " << saved.error().detail;
    EXPECT_EQ(saved->refused, 0);
    EXPECT_TRUE(saved->audit_whole);
    opened(folder + "-saved");
    for (const char* const ending : {"-backups", "-restored", "-saved"})
        remove_folder(folder + ending);
}

TEST(KeyRotation, a_kept_key_that_cannot_be_read_is_damage_and_never_a_key_of_zeros)
{
    const Lived lived;
    {
        Vault vault = lived.clinic.open();
        ASSERT_TRUE(vault.rotate_keys("tablet 4 was lost", by_admin()).ok());
    }
    const auto broken = [&](const std::string& change) {
        Core core = lived.clinic.core();
        EXPECT_TRUE(core.database.run_all("SAVEPOINT s; " + change).ok()) << change;
        const Status loaded = load_kept_keys(core);
        EXPECT_FALSE(loaded.ok()) << change;
        return loaded ? Error{} : loaded.error();
    };
    for (const std::string change :
         {"DELETE FROM main.setting WHERE name = 'proof_keys'; DELETE FROM identity.setting WHERE name = 'proof_keys'",
          "UPDATE main.setting SET value = substr(value, 2) WHERE name = 'proof_keys'; "
          "UPDATE identity.setting SET value = 'g' || substr(value, 2) WHERE name = 'proof_keys'"}) {
        const Error error = broken(change);
        EXPECT_EQ(error.fault, fault::vault_damaged);
        EXPECT_EQ(error.detail, "proof keys");
    }
    const Error inbox = broken("UPDATE identity.setting SET value = substr(value, 3) WHERE name GLOB 'inbox_key:*'");
    EXPECT_EQ(inbox.fault, fault::vault_damaged);
    EXPECT_EQ(inbox.detail, "inbox keys");
    EXPECT_TRUE(lived.clinic.try_open().ok()) << "none of it was kept";
}

} // namespace rapport::vault::test
