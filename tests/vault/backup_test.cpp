#include <algorithm>
#include <fstream>
#include <random>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/vault/anchor.h"
#include "storage/vault/backup_names.h"
#include "storage/vault/restore.h"
#include "storage/vault/vault_of.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

/// As the command line does it: the check runs in a process that has no vault open.
Status check_in_a_child(const std::string& file, const sealed::Secret& keys)
{
    const pid_t child = ::fork();
    if (child == 0) ::_exit(check_backup(file, keys).ok() ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Status() : Status(Error{fault::backup_damaged, "child"});
}

std::string bytes_of(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::string& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

/// A folder for many small writes that need no disk.
struct InMemory {
    std::string folder =
        ::access("/dev/shm", W_OK) == 0 ? "/dev/shm/rapport-vault-XXXXXX" : "/tmp/rapport-vault-XXXXXX";
    InMemory()
    {
        if (::mkdtemp(folder.data()) == nullptr) std::abort();
    }
    ~InMemory() { remove_folder(folder); }
    InMemory(const InMemory&) = delete;
    InMemory& operator=(const InMemory&) = delete;
};

/// A clinic with answers taken in, a finished session that waits and one in progress, and a backup of it.
class BackedUp : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        clinic = new Clinic;
        folder = temporary_folder();
        Vault vault = clinic->open();
        person = somebody(vault).id;
        Clinic::answer(started(vault, person, {"pcl-5"}), all_items(0, 20, 2));
        ASSERT_EQ(vault.ingest()->sessions, 1);
        Clinic::answer(started(vault, person, {"phq-9"}), all_items(0, 10, 1));
        Clinic::begin(started(vault, person, {"phq-9"}), all_items(0, 3, 1));
        const auto made = vault.back_up(folder, check_in_a_child);
        ASSERT_TRUE(made.ok()) << made.error().fault.name << " " << made.error().detail;
        file = made->file;
        anchor = made->anchor;
        ASSERT_EQ(vault.ingest()->sessions, 1); // after the backup
        later = *vault.anchor();
    }
    static void TearDownTestSuite()
    {
        remove_folder(folder);
        delete clinic;
    }
    static Result<Restored> bring(const std::string& from, const std::string& to, std::string_view given = {})
    {
        return restore(from, to, user, secret(passphrase), clinic->clock(), given);
    }
    static Result<Vault> open(const std::string& at)
    {
        return Vault::open(at, user, secret(passphrase), clinic->clock(), clinic->boot_clock());
    }

    static inline Clinic* clinic = nullptr;
    static inline std::string folder, file, anchor, later;
    static inline sealed::Id person{};
    std::string at = folder + "/restored";
    void TearDown() override { remove_folder(at); }
};

} // namespace

TEST_F(BackedUp, a_backup_gives_back_everything_sessions_that_waited_and_drafts_among_it)
{
    const auto restored = bring(file, at);
    ASSERT_TRUE(restored.ok()) << restored.error().fault.name << " " << restored.error().detail;
    EXPECT_EQ(restored->backup.anchor, anchor);
    EXPECT_EQ(restored->rolled_back_from, "");
    auto vault = open(at);
    ASSERT_TRUE(vault.ok());
    EXPECT_EQ(vault->administrations(person)->size(), 1U);
    EXPECT_EQ(vault->identity(person)->name, "Marguerite Vandersteen");
    EXPECT_EQ(sealed::session_files(at + "/inbox")->size(), 1U);
    EXPECT_EQ(sealed::session_files(at + "/drafts")->size(), 1U);
    EXPECT_EQ(vault->ingest()->sessions, 1);
    EXPECT_TRUE(vault->verify().ok());
    EXPECT_TRUE(vault->verify_history(clinic->recovery_key()).ok());
    EXPECT_TRUE(vault->check_anchor(anchor).ok());
    EXPECT_EQ(vault->check_anchor(later).error().fault, fault::anchor_differs); // as many lines by now, and others
}

TEST_F(BackedUp, the_audit_of_a_restored_vault_says_from_where_it_was_rolled_back)
{
    const auto restored = bring(file, at, later);
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(restored->rolled_back_from, later);
    auto vault = open(at);
    const auto lines = vault->audit(1, 1000);
    const auto line =
        std::find_if(lines->begin(), lines->end(), [](const auto& one) { return one.event == "restored"; });
    ASSERT_NE(line, lines->end());
    EXPECT_EQ(line->object, anchor);
    EXPECT_EQ(line->reason, "rolled back from " + later);
}

TEST_F(BackedUp, a_newer_backup_beside_it_is_such_an_anchor_too)
{
    std::string newer;
    {
        Vault vault = clinic->open();
        clinic->now += 86'400'000; // on another day, or rotation takes the first away
        newer = vault.back_up(folder, check_in_a_child)->anchor;
    }
    EXPECT_EQ(bring(file, at)->rolled_back_from, newer);
}

TEST_F(BackedUp, nothing_is_ever_restored_over_something)
{
    EXPECT_EQ(bring(file, clinic->folder).error().fault, fault::vault_exists);
    EXPECT_TRUE(open(clinic->folder).ok());
    ASSERT_EQ(std::system(("mkdir '" + at + "' && echo kept > '" + at + "/file'").c_str()), 0);
    EXPECT_EQ(bring(file, at).error().fault, fault::vault_exists);
    EXPECT_EQ(bytes_of(at + "/file"), "kept\n");
}

TEST_F(BackedUp, a_backup_with_any_byte_changed_is_refused_and_leaves_nothing)
{
    const std::string whole = bytes_of(file);
    const std::string damaged = folder + "/damaged.rvb";
    const sealed::Secret key = backup_key(clinic->raw_keys());
    std::size_t refused = 0;
    // Every byte of the head and of the end, and one of every 397 between.
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < whole.size(); i += i < 2500 || i + 64 > whole.size() ? 1U : 397U)
        places.push_back(i);
    {
        const InMemory scratch;
        const std::string path = scratch.folder + "/flipped.rvb";
        put(path, whole);
        std::fstream bytes(path, std::ios::binary | std::ios::in | std::ios::out);
        const auto write = [&](std::size_t place, char byte) {
            bytes.seekp(static_cast<std::streamoff>(place));
            bytes.put(byte).flush();
        };
        for (const std::size_t place : places) {
            write(place, static_cast<char>(whole[place] ^ 1));
            auto opened = BackupFile::open(path);
            if (!opened || !opened->check(key).ok()) ++refused;
            write(place, whole[place]);
        }
        EXPECT_TRUE(BackupFile::open(path)->check(key).ok());
    }
    EXPECT_EQ(refused, places.size());
    EXPECT_GT(refused, 3000U);
    std::string bytes = whole;
    bytes[whole.size() / 2] = static_cast<char>(bytes[whole.size() / 2] ^ 0x40);
    put(damaged, bytes);
    EXPECT_EQ(bring(damaged, at).error().fault, fault::backup_damaged);
    EXPECT_EQ(::access(at.c_str(), F_OK), -1);
    ::unlink(damaged.c_str());
}

TEST_F(BackedUp, a_backup_cut_short_or_made_longer_is_refused)
{
    const std::string whole = bytes_of(file);
    const std::string damaged = folder + "/damaged.rvb";
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{8}, std::size_t{200}, whole.size() / 2, whole.size() - 1}) {
        put(damaged, whole.substr(0, size));
        EXPECT_EQ(drill(damaged, user, secret(passphrase)).error().fault, fault::backup_damaged) << size;
    }
    put(damaged, whole + "x");
    EXPECT_EQ(drill(damaged, user, secret(passphrase)).error().fault, fault::backup_damaged);
    ::unlink(damaged.c_str());
}

TEST_F(BackedUp, a_backup_that_the_check_refuses_gets_no_name_and_rotates_nothing_away)
{
    Vault vault = clinic->open();
    clinic->now += 86'400'000; // on another day, or rotation takes the first away
    const auto before = all_bytes(folder).size();
    const auto made = vault.back_up(folder, [](const std::string&, const sealed::Secret&) {
        return Status(Error{fault::backup_damaged, "said no"});
    });
    EXPECT_EQ(made.error().fault, fault::backup_damaged);
    EXPECT_EQ(all_bytes(folder).size(), before);
    EXPECT_EQ(vault.audit(1, 1000)->back().event, "backup_refused");
}

TEST_F(BackedUp, a_copy_that_is_not_what_the_vault_holds_does_not_pass_the_check)
{
    // A disk that writes something else than it was given: the check, in its own process, sees it.
    Vault vault = clinic->open();
    clinic->now += 86'400'000; // on another day, or rotation takes the first away
    const auto made = vault.back_up(folder, [](const std::string& written, const sealed::Secret& keys) {
        std::string bytes = bytes_of(written);
        bytes[bytes.size() - 3000] = static_cast<char>(bytes[bytes.size() - 3000] ^ 1);
        put(written, bytes);
        return check_in_a_child(written, keys);
    });
    EXPECT_EQ(made.error().fault, fault::backup_damaged);
}

TEST_F(BackedUp, a_drill_restores_checks_and_leaves_nothing)
{
    // The count of tries beside a backup is there from the first time on.
    ASSERT_TRUE(drill(*newest_backup(folder), user, secret(passphrase)).ok());
    const auto before = all_bytes(folder).size();
    const auto checked = drill(*newest_backup(folder), user, secret(passphrase));
    ASSERT_TRUE(checked.ok()) << checked.error().fault.name << checked.error().detail;
    EXPECT_GT(checked->rows, 20);
    EXPECT_EQ(all_bytes(folder).size(), before);
    EXPECT_EQ(drill(file, user, secret("not the passphrase")).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(newest_backup(folder + "/nothing").error().fault, fault::no_backup);
}

TEST_F(BackedUp, no_byte_of_a_backup_tells_a_name_or_an_answer)
{
    const std::string bytes = bytes_of(file);
    for (const char* const marker : {"Vandersteen", "RN-5501", "pcl-5", "SQLite format 3", "handed_over", "CREATE"})
        EXPECT_EQ(bytes.find(marker), std::string::npos) << marker;
}

TEST_F(BackedUp, a_hostile_head_is_refused_however_it_lies)
{
    const std::string whole = bytes_of(file);
    const InMemory scratch;
    const std::string damaged = scratch.folder + "/damaged.rvb";
    std::mt19937_64 random(4);
    for (int i = 0; i < 10'000; ++i) {
        std::string bytes = whole.substr(0, 3000);
        for (int changes = 0; changes < 3; ++changes)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (i % 3 == 0) bytes.resize(random() % bytes.size());
        put(damaged, bytes);
        EXPECT_FALSE(BackupFile::open(damaged).ok()); // its parts say that they are longer than the file
    }
}

TEST(BackupNames, a_name_gives_back_vault_and_time)
{
    const std::string folder = temporary_folder();
    const sealed::Id one = sealed::random_id();
    const sealed::Id other = sealed::random_id();
    put(folder + "/" + backup_name(one, 1'790'000'000'123), "");
    put(folder + "/" + backup_name(one, 1'700'000'000'000), "");
    put(folder + "/" + backup_name(other, 1'600'000'000'000), "");
    put(folder + "/notes.txt", "");
    put(folder + "/" + sealed::hex(one) + "-20269923T000000000Z.rvb", "");
    const auto own = backups_in(folder, &one);
    ASSERT_EQ(own.size(), 2U);
    EXPECT_EQ(own[0].made_ms, 1'700'000'000'000);
    EXPECT_EQ(own[1].made_ms, 1'790'000'000'123);
    EXPECT_EQ(own[0].name, sealed::hex(one) + "-20231114T221320000Z.rvb"); // date -u -d @1700000000
    EXPECT_EQ(backups_in(folder, nullptr).size(), 3U);
    remove_folder(folder);
}

TEST_F(BackedUp, one_of_the_same_moment_is_not_written_over_and_says_so)
{
    Vault vault = clinic->open();
    clinic->now += 86'400'000; // on another day, or rotation takes the first away
    const std::string apart = folder + "/apart";
    const auto first = vault.back_up(apart, check_backup);
    ASSERT_TRUE(first.ok());
    const std::string whole = bytes_of(first->file);
    const auto again = vault.back_up(apart, check_backup);
    EXPECT_EQ(again.error().fault, fault::vault_exists);
    EXPECT_TRUE(first->file.ends_with("/" + again.error().detail));
    EXPECT_TRUE(bytes_of(first->file) == whole);
    remove_folder(apart);
}

TEST_F(BackedUp, what_rotation_lets_go_of_and_the_disk_does_not_stays_and_the_new_one_stands)
{
    Vault vault = clinic->open();
    const std::string apart = folder + "/apart";
    ASSERT_EQ(::mkdir(apart.c_str(), 0700), 0);
    // Of the same day as the one to come, so that it may go; a folder, which no removing of files takes away.
    clinic->now += 2 * 86'400'000;
    const sealed::Id own = VaultOf::core(vault).header.vault;
    const std::string stuck = backup_name(own, clinic->now - 2);
    ASSERT_EQ(::mkdir((apart + "/" + stuck).c_str(), 0700), 0);
    const std::string old = backup_name(own, clinic->now - 1);
    put(apart + "/" + old, "an older one");
    const auto made = vault.back_up(apart, check_backup);
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made->removed, std::vector<std::string>{old});
    EXPECT_EQ(::access((apart + "/" + stuck).c_str(), F_OK), 0);
    EXPECT_EQ(::access(made->file.c_str(), F_OK), 0);
    EXPECT_TRUE(vault.verify().ok());
    remove_folder(apart);
}

} // namespace rapport::vault::test
