#include <fstream>

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include "storage/vault/header.h"
#include "storage/vault/schema.h"
#include "storage/vault/sqlite_memory.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

TEST(Opening, the_right_words_open_and_say_whose_vault_it_is)
{
    const Clinic clinic;
    const Vault vault = clinic.open();
    EXPECT_EQ(vault.clinic(), "Northgate clinic");
    EXPECT_EQ(vault.user(), user);
    EXPECT_EQ(vault.role(), Role::clinician);
    EXPECT_FALSE(vault.demo());
    EXPECT_NE(vault.instrument("pcl-5"), nullptr);
}

TEST(Opening, a_wrong_passphrase_and_an_unknown_user_get_the_same_answer)
{
    const Clinic clinic;
    EXPECT_EQ(clinic.try_open(user, "lantern over quiet watef").error().fault, fault::wrong_passphrase);
    EXPECT_EQ(clinic.try_open("Nobody", passphrase).error().fault, fault::wrong_passphrase);
    EXPECT_EQ(clinic.try_open(user, "").error().fault, fault::wrong_passphrase);
    EXPECT_TRUE(clinic.try_open().ok());
}

TEST(Opening, each_missing_file_is_named_missing)
{
    for (const std::string name : {"header.rvh", "responses.db", "identity.db"}) {
        const Clinic clinic;
        ASSERT_EQ(::unlink((clinic.folder + "/" + name).c_str()), 0);
        EXPECT_EQ(clinic.try_open().error().fault, fault::vault_missing) << name;
        EXPECT_NE(::access((clinic.folder + "/" + name).c_str(), F_OK), 0) << name << " came back";
    }
    EXPECT_EQ(Vault::open("/nowhere/at all", user, secret(passphrase), system_clock()).error().fault,
              fault::vault_missing);
}

TEST(Opening, a_folder_that_is_no_vault_stays_as_it_is)
{
    const std::string folder = temporary_folder();
    EXPECT_EQ(Vault::open(folder, user, secret(passphrase), system_clock()).error().fault, fault::vault_missing);
    EXPECT_TRUE(all_bytes(folder).empty());
    remove_folder(folder);
}

TEST(Opening, lost_attempt_counters_shut_nobody_out_and_give_no_free_tries)
{
    Clinic clinic;
    ASSERT_EQ(::unlink((clinic.folder + "/auth.state").c_str()), 0);
    clinic.boot.ms = 10'000;
    EXPECT_EQ(clinic.try_open().error().fault, fault::slot_blocked);
    clinic.boot.ms = 31'000;
    EXPECT_TRUE(clinic.try_open().ok());
}

TEST(Opening, a_second_program_is_told_that_the_vault_is_in_use)
{
    const Clinic clinic;
    const Vault vault = clinic.open();
    EXPECT_EQ(clinic.try_open().error().fault, fault::vault_in_use);
    const pid_t child = ::fork();
    if (child == 0) ::_exit(clinic.try_open().error().fault == fault::vault_in_use ? 0 : 1);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

TEST(Opening, a_vault_that_was_closed_opens_again)
{
    const Clinic clinic;
    {
        const Vault vault = clinic.open();
    }
    EXPECT_TRUE(clinic.try_open().ok());
}

TEST(Opening, a_newer_schema_is_refused_and_left_alone)
{
    const Clinic clinic;
    ASSERT_TRUE(clinic.raw().database.run("PRAGMA main.user_version = " + std::to_string(schema_version + 1)).ok());
    EXPECT_EQ(clinic.try_open().error().fault, fault::vault_newer);
    auto raw = clinic.raw();
    EXPECT_EQ(*raw.database.count("PRAGMA main.user_version"), schema_version + 1);
}

TEST(Opening, a_database_of_another_vault_is_refused)
{
    const Clinic clinic;
    const Clinic other(Clinic::Kind::demo);
    for (const std::string name : {"responses.db", "identity.db"}) {
        const Clinic own;
        const std::string copy = "cp '" + other.folder + "/" + name + "' '" + own.folder + "/" + name + "'";
        ASSERT_EQ(std::system(copy.c_str()), 0);
        EXPECT_EQ(own.try_open().error().fault, fault::vault_damaged) << name;
    }
}

TEST(Opening, a_flipped_byte_in_a_database_is_found_when_its_page_is_read)
{
    const Clinic clinic;
    std::fstream file(clinic.folder + "/responses.db", std::ios::in | std::ios::out | std::ios::binary);
    constexpr int somewhere = 200; // on the first page
    file.seekg(somewhere);
    const int byte = file.get();
    file.seekp(somewhere);
    file.put(static_cast<char>(byte ^ 1));
    file.close();
    ASSERT_TRUE(file);
    const auto opened = clinic.try_open();
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().fault, fault::vault_damaged);
}

TEST(Opening, every_setting_that_keeps_answers_safe_is_in_force_on_both_files)
{
    const Clinic clinic;
    auto raw = clinic.raw();
    for (const std::string file : {"main.", "identity."}) {
        EXPECT_EQ(*raw.database.ask("PRAGMA " + file + "journal_mode"), "truncate");
        EXPECT_EQ(*raw.database.ask("PRAGMA " + file + "synchronous"), "3");
        EXPECT_EQ(*raw.database.ask("PRAGMA " + file + "locking_mode"), "exclusive");
        EXPECT_EQ(*raw.database.ask("PRAGMA " + file + "cipher_page_size"), "4096");
        EXPECT_EQ(*raw.database.ask("PRAGMA " + file + "auto_vacuum"), "0");
    }
    EXPECT_EQ(*raw.database.ask("PRAGMA foreign_keys"), "1");
    EXPECT_EQ(*raw.database.ask("PRAGMA temp_store"), "2");
    EXPECT_TRUE(use_wiped_memory()) << "or cipher_memory_security has to be on";
}

TEST(Cipher, only_an_answer_of_4_5_or_newer_will_do)
{
    EXPECT_TRUE(check_cipher("4.5.0 community").ok());
    EXPECT_TRUE(check_cipher("4.6.1 community").ok());
    EXPECT_TRUE(check_cipher("5.0").ok());
    EXPECT_EQ(check_cipher(std::nullopt).error().fault, fault::not_a_cipher);
    EXPECT_EQ(check_cipher("").error().fault, fault::not_a_cipher);
    EXPECT_EQ(check_cipher("community").error().fault, fault::not_a_cipher);
    for (const char* const other : {"4", "4-5", "4.", "4.x", ".5", "v4.5", " 4.5", "99999999999.5", "4.99999999999"})
        EXPECT_EQ(check_cipher(other).error().fault, fault::not_a_cipher) << other;
    EXPECT_EQ(check_cipher("3.4.1").error().fault, fault::cipher_too_old);
    EXPECT_EQ(check_cipher("4.4.3 community").error().fault, fault::cipher_too_old);
}

TEST(Opening, databases_that_say_they_are_another_vaults_are_refused_though_their_keys_fit)
{
    for (const auto& [file, name] : {std::pair{"main", "responses.db"}, std::pair{"identity", "identity.db"}}) {
        const Clinic clinic;
        {
            auto raw = clinic.raw_with_keys();
            ASSERT_TRUE(raw.database.run(std::string("DROP TRIGGER IF EXISTS ") + file + ".tally_setting_update").ok());
            Core core = *clinic.core_of(std::move(raw.lock), std::move(raw.database));
            ASSERT_TRUE(core.database
                            .run(std::string("UPDATE ") + file + ".setting SET value = ? WHERE name = 'vault'",
                                 {sealed::hex(sealed::random_id())})
                            .ok());
        }
        const auto opened = clinic.try_open();
        ASSERT_FALSE(opened.ok()) << name;
        EXPECT_EQ(opened.error().fault, fault::vault_damaged);
        EXPECT_EQ(opened.error().detail, std::string(name) + " is another vault's");
    }
}

TEST(Opening, who_holds_the_lock_is_told_only_when_it_is_a_programs_name)
{
    const Clinic clinic;
    const Vault vault = clinic.open();
    const auto told = [&](const std::string& written) {
        // By another process: a lock goes when this one closes the file.
        const std::string write = "printf '" + written + "' > '" + clinic.folder + "/vault.lock'";
        EXPECT_EQ(std::system(write.c_str()), 0);
        const auto refused = clinic.try_open();
        EXPECT_EQ(refused.error().fault, fault::vault_in_use);
        return refused.error().detail;
    };
    EXPECT_EQ(told("rapport-desk"), "rapport-desk");
    EXPECT_EQ(told("test_vault"), "test_vault");
    EXPECT_EQ(told(""), "");
    for (const char* const hostile : {"Rapport", "a b", "desk\\n", "de{sk", "desk9", "\\033[2J", "../x"})
        EXPECT_EQ(told(hostile), "") << hostile;
    EXPECT_EQ(told(std::string(65, 'a')), "");
}

} // namespace rapport::vault::test
