// Wrong passphrases cost the same wherever they are typed: at the door, beside a backup, at a damaged vault.
#include "storage/vault/guarded_keys.h"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sealed/file.h"
#include "storage/vault/restore.h"
#include "storage/vault/salvage.h"
#include "tests/vault/clinic.h"
#include "tests/vault/kdf_probe.h"

namespace rapport::vault::test {

namespace {

constexpr std::string_view wrong = "not the right passphrase";

/// A clinic and one backup of it in a folder of its own.
struct Kept {
    Clinic clinic{Clinic::Kind::staffed};
    std::string folder = temporary_folder();
    std::string file;
    Kept()
    {
        Vault vault = clinic.open();
        static_cast<void>(somebody(vault));
        const auto made = vault.back_up(folder, check_backup);
        EXPECT_TRUE(made.ok());
        file = made->file;
    }
    ~Kept() { remove_folder(folder); }
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;

    [[nodiscard]] Status drilled(std::string_view words, std::string_view who = user) const
    {
        const auto done = drill(file, who, secret(words), clinic.boot_clock());
        return done ? Status() : Status(done.error());
    }
    [[nodiscard]] Status restored(std::string_view words, std::string_view who = user) const
    {
        const auto done = restore(file, folder + "/again", who, secret(words), clinic.clock(), {}, clinic.boot_clock());
        return done ? Status() : Status(done.error());
    }
    [[nodiscard]] Status salvaged(std::string_view words, std::string_view who = user) const
    {
        const auto done =
            salvage(clinic.folder, folder + "/saved", who, secret(words), clinic.clock(), clinic.boot_clock());
        return done ? Status() : Status(done.error());
    }
};

} // namespace

TEST(GuardedKeys, wrong_passphrases_at_a_backup_cost_time_whichever_command_takes_them)
{
    Kept kept;
    EXPECT_EQ(kept.drilled(wrong).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(kept.restored(wrong).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(kept.drilled(wrong).error().fault, fault::wrong_passphrase);
    const std::size_t derived = kdf_runs().size();
    for (const Status& held : {kept.drilled(passphrase), kept.restored(passphrase)}) {
        EXPECT_EQ(held.error().fault, fault::slot_blocked); // the right one too: nothing was derived to find out
        EXPECT_EQ(held.error().detail, "30");
    }
    EXPECT_EQ(kdf_runs().size(), derived);
    EXPECT_FALSE(std::filesystem::exists(kept.folder + "/again"));
    kept.clinic.boot.ms += 30'000;
    EXPECT_TRUE(kept.drilled(passphrase).ok());
    EXPECT_TRUE(read_auth_state(kept.folder).of_the_day.empty());
    EXPECT_TRUE(kept.restored(passphrase).ok()) << "success takes the count back";
}

TEST(GuardedKeys, a_backup_shuts_nobody_out_for_good_since_its_passphrases_cannot_be_set_anew)
{
    Kept kept;
    for (int i = 0; i < 40; ++i) {
        kept.clinic.boot.ms += 3'600'000;
        ASSERT_EQ(kept.drilled(wrong, i % 2 == 0 ? user : colleague).error().fault, fault::wrong_passphrase) << i;
    }
    ASSERT_EQ(kept.drilled(wrong).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(kept.drilled(passphrase).error().detail, "3600");
    kept.clinic.boot.ms += 3'600'000;
    EXPECT_TRUE(kept.drilled(passphrase).ok());
}

TEST(GuardedKeys, counters_that_are_gone_from_beside_a_backup_give_no_free_tries)
{
    const Kept kept;
    ASSERT_TRUE(std::filesystem::remove(kept.folder + "/auth.state"));
    EXPECT_EQ(kept.drilled(wrong).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(kept.drilled(passphrase).error().detail, "60");
}

TEST(GuardedKeys, a_damaged_vault_is_salvaged_by_the_counts_of_its_own_door)
{
    Kept kept;
    EXPECT_EQ(kept.clinic.try_open(user, wrong).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(kept.salvaged(wrong).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(kept.salvaged(wrong, "nobody here").error().fault, fault::wrong_passphrase);
    EXPECT_EQ(kept.salvaged(wrong).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(kept.salvaged(passphrase).error().fault, fault::slot_blocked);
    EXPECT_EQ(kept.clinic.try_open().error().fault, fault::slot_blocked);
    for (int i = 0; i < 7; ++i) {
        kept.clinic.boot.ms += 3'600'000;
        ASSERT_EQ(kept.salvaged(wrong).error().fault, fault::wrong_passphrase) << i;
    }
    kept.clinic.boot.ms += 3'600'000;
    EXPECT_EQ(kept.salvaged(passphrase).error().fault, fault::slot_disabled);
    EXPECT_TRUE(kept.salvaged(colleague_passphrase, colleague).ok());
}

TEST(GuardedKeys, the_printed_key_restores_drills_and_salvages)
{
    Kept kept;
    const std::string printed(kept.clinic.recovery_key().view());
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(kept.drilled(wrong).error().fault, fault::wrong_passphrase);
    EXPECT_TRUE(kept.drilled(printed, recovery_user).ok());
    EXPECT_TRUE(kept.restored(printed, recovery_user).ok());
    EXPECT_TRUE(kept.salvaged(printed, recovery_user).ok());
    std::string mistyped = printed;
    mistyped[0] = mistyped[0] == '7' ? '8' : '7';
    EXPECT_EQ(kept.drilled(mistyped, recovery_user).error().fault, fault::recovery_mismatch);
    auto opened = Vault::open(kept.folder + "/again", user, secret(passphrase), kept.clinic.clock());
    ASSERT_TRUE(opened.ok());
    const auto lines = opened->audit(1, 10'000);
    const auto line = std::ranges::find(*lines, "restored", &AuditEntry::event);
    ASSERT_NE(line, lines->end());
    EXPECT_EQ(line->actor, recovery_user);
}

TEST(GuardedKeys, a_role_without_both_databases_restores_nothing)
{
    const Kept kept;
    for (const auto& [who, words] :
         {std::pair{admin, admin_passphrase}, std::pair{researcher, researcher_passphrase}}) {
        EXPECT_EQ(kept.drilled(words, who).error().fault, fault::not_allowed);
        EXPECT_EQ(kept.restored(words, who).error().fault, fault::not_allowed);
        EXPECT_EQ(kept.salvaged(words, who).error().fault, fault::not_allowed);
    }
}

TEST(GuardedKeys, two_programs_do_not_count_at_once)
{
    const Kept kept;
    auto other = sealed::File::make(sealed::posix_files(), kept.folder + "/auth.lock");
    ASSERT_TRUE(other.ok());
    ASSERT_TRUE(other->lock(kept.folder + "/auth.lock").ok());
    EXPECT_EQ(kept.drilled(passphrase).error().fault, fault::vault_in_use);
}

TEST(GuardedKeys, beside_a_backup_that_nobody_can_write_to_nothing_is_counted_and_it_can_be_restored)
{
    constexpr uid_t nobody = 65'534; // root writes everywhere
    const Kept kept;
    const std::string elsewhere = temporary_folder();
    const bool is_root = ::geteuid() == 0;
    ASSERT_TRUE(std::filesystem::remove(kept.folder + "/auth.state"));
    ASSERT_EQ(::chmod(kept.folder.c_str(), 0555), 0);
    ASSERT_EQ(::chmod(kept.file.c_str(), 0444), 0);
    if (is_root) {
        ASSERT_EQ(::chown(elsewhere.c_str(), nobody, nobody), 0);
        ASSERT_EQ(::seteuid(nobody), 0);
    }
    const auto bring = [&](std::string_view words) {
        const auto done = restore(kept.file, elsewhere + "/v", user, secret(words), kept.clinic.clock());
        return done ? Status() : Status(done.error());
    };
    std::vector<Fault> found;
    for (int i = 0; i < 5; ++i)
        found.push_back(bring(wrong).error().fault);
    const Status brought = bring(passphrase);
    if (is_root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    for (const Fault& one : found)
        EXPECT_EQ(one, fault::wrong_passphrase) << one.name;
    EXPECT_TRUE(brought.ok()) << brought.error().fault.name << brought.error().detail;
    EXPECT_FALSE(std::filesystem::exists(kept.folder + "/auth.state"));
    ASSERT_EQ(::chmod(kept.folder.c_str(), 0700), 0);
    remove_folder(elsewhere);
}

TEST(GuardedKeys, a_name_nobody_has_costs_the_very_derivation_that_a_wrong_passphrase_costs)
{
    Clinic clinic;
    for (const std::string_view name : {user, std::string_view("nobody of that name")}) {
        kdf_runs().clear();
        EXPECT_EQ(clinic.try_open(name, wrong).error().fault, fault::wrong_passphrase);
        EXPECT_EQ(kdf_runs(),
                  (std::vector<KdfRun>{{KdfCost::floor().passes, KdfCost::floor().memory_bytes, wrong.size()}}))
            << name;
    }
}

} // namespace rapport::vault::test
