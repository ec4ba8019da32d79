// Backups that were written by somebody who had every key, and say what no vault of ours says; and what stands beside
// a backup.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "storage/vault/backup_file.h"
#include "storage/vault/backup_names.h"
#include "storage/vault/restore.h"
#include "tests/vault/clinic.h"
#include "tests/vault/kdf_probe.h"

namespace rapport::vault::test {

namespace {

namespace fs = std::filesystem;

class Restoring : public ::testing::Test {
protected:
    Restoring()
    {
        Vault vault = clinic.open();
        EXPECT_FALSE(somebody(vault).pseudonym.empty());
        const auto made = vault.back_up(folder, check_backup);
        EXPECT_TRUE(made.ok());
        if (made) file = made->file;
    }
    ~Restoring() override { remove_folder(folder); }
    Restoring(const Restoring&) = delete;
    Restoring& operator=(const Restoring&) = delete;

    /// The same backup with another head, and a MAC that holds.
    [[nodiscard]] std::string forged(const std::function<void(BackupHead&)>& change) const
    {
        const sealed::Secret key = backup_key(clinic.raw_keys());
        const std::string parts = folder + "/parts";
        fs::create_directories(parts + "/inbox/taken");
        fs::create_directories(parts + "/drafts");
        auto real = BackupFile::open(file);
        EXPECT_TRUE(real.ok() && real->lay_out(parts, key).ok());
        BackupHead head = real->head();
        const auto contents = open_contents(head, key);
        EXPECT_TRUE(contents.ok());
        change(head);
        head.contents = seal_contents(*contents, key, head);
        std::vector<std::string> sources;
        for (const BackupHead::Part& part : head.parts)
            sources.push_back(parts + "/" + part.name);
        std::string path = folder + "/forged.rvb";
        EXPECT_TRUE(write_backup(path, head, sources, key).ok());
        fs::remove_all(parts);
        return path;
    }
    [[nodiscard]] Fault drilled(const std::string& path) const
    {
        const auto checked = drill(path, user, secret(passphrase), clinic.boot_clock());
        return checked ? Fault{"none"} : checked.error().fault;
    }
    [[nodiscard]] Result<Restored> bring(const std::string& anchor = {}) const
    {
        return restore(file, folder + "/again", user, secret(passphrase), clinic.clock(), anchor, clinic.boot_clock());
    }

    KdfMemory memory;
    Clinic clinic;
    std::string folder = temporary_folder();
    std::string file;
};

} // namespace

TEST_F(Restoring, who_can_open_a_backup_is_read_from_it_without_a_key)
{
    EXPECT_EQ(*backup_users(file), std::vector<std::string>{std::string(user)});
    EXPECT_EQ(backup_users(folder + "/none.rvb").error().fault, fault::no_backup);
    std::ofstream(folder + "/junk.rvb") << "no backup of ours";
    EXPECT_EQ(backup_users(folder + "/junk.rvb").error().fault, fault::backup_damaged);
    EXPECT_EQ(check_backup(folder + "/junk.rvb", clinic.raw_keys().joined()).error().fault, fault::backup_damaged);
    EXPECT_EQ(check_backup(folder + "/none.rvb", clinic.raw_keys().joined()).error().fault, fault::no_backup);
}

TEST_F(Restoring, a_backup_is_its_own_newest_and_a_folder_of_other_things_has_none)
{
    EXPECT_EQ(*newest_backup(file), file);
    EXPECT_EQ(*newest_backup(folder), file);
    fs::create_directory(folder + "/other");
    std::ofstream(folder + "/other/notes.txt") << "x";
    EXPECT_EQ(newest_backup(folder + "/other").error().fault, fault::no_backup);
    EXPECT_EQ(newest_backup(folder + "/other/notes.txt").error().fault, fault::no_backup);
}

TEST_F(Restoring, a_head_that_belongs_to_no_such_vault_is_refused_by_everything_that_reads_it)
{
    ASSERT_EQ(drilled(forged([](BackupHead&) {})), Fault{"none"}) << "the forger's hand is steady";
    struct Lie {
        const char* what;
        std::function<void(BackupHead&)> change;
    };
    const std::vector<Lie> lies{
        {"another vault", [](BackupHead& head) { head.vault = sealed::random_id(); }},
        {"another epoch", [](BackupHead& head) { ++head.epoch; }},
        {"no header", [](BackupHead& head) { head.header = "x"; }},
    };
    for (const Lie& lie : lies) {
        const std::string path = forged(lie.change);
        EXPECT_FALSE(backup_users(path).ok()) << lie.what;
        EXPECT_NE(drilled(path), Fault{"none"}) << lie.what;
        EXPECT_FALSE(check_backup(path, clinic.raw_keys().joined()).ok()) << lie.what;
        const std::string at = folder + "/at";
        EXPECT_FALSE(restore(path, at, user, secret(passphrase), clinic.clock(), {}, clinic.boot_clock()).ok());
        EXPECT_FALSE(fs::exists(at)) << lie.what;
    }
}

TEST_F(Restoring, an_anchor_that_is_none_is_damage_and_keys_that_are_none_open_nothing)
{
    EXPECT_EQ(drilled(forged([](BackupHead& head) { head.anchor = "XXXX-XXXX-XXXX-XXXX-XXXX"; })),
              fault::backup_damaged);
    EXPECT_EQ(check_backup(file, secret("far too short")).error().fault, fault::backup_damaged);
    EXPECT_TRUE(check_backup(file, clinic.raw_keys().joined()).ok());
}

TEST_F(Restoring, what_stands_beside_a_backup_and_is_none_of_the_vaults_own_says_nothing_of_a_newer_one)
{
    const BackupHead head = BackupFile::open(file)->head();
    std::ofstream(folder + "/" + backup_name(head.vault, clinic.now + 1000)) << "no backup of ours";
    const std::string other = forged([](BackupHead& its) {
        its.vault = sealed::random_id();
        its.anchor = "nonsense";
    });
    fs::rename(other, folder + "/" + backup_name(head.vault, clinic.now + 2000));
    const std::string unreadable = forged([](BackupHead& its) { its.anchor = "nonsense"; });
    fs::rename(unreadable, folder + "/" + backup_name(head.vault, clinic.now + 3000));
    fs::create_directory(folder + "/again"); // and an empty folder is nothing that would be written over
    const auto restored = bring();
    ASSERT_TRUE(restored.ok()) << restored.error().fault.name;
    EXPECT_EQ(restored->rolled_back_from, "");
}

TEST_F(Restoring, an_anchor_typed_wrong_is_told_and_nothing_is_left)
{
    for (const char* const typed : {"XXXX", "nonsense", "0000-0000-0000-0000-0001"})
        EXPECT_EQ(bring(typed).error().fault, fault::bad_anchor) << typed;
    EXPECT_FALSE(fs::exists(folder + "/again"));
    EXPECT_TRUE(bring().ok());
}

} // namespace rapport::vault::test
