#include <gtest/gtest.h>

#include <csignal>
#include <functional>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/vault/passphrase.h"
#include "storage/vault/recovery.h"
#include "tests/vault/clinic.h"

namespace rapport::vault::test {

namespace {

/// Runs in a process of its own, whose limits and user it may spoil. Gives what `work` gives.
template <class Work>
int in_a_child(Work work)
{
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool is_folder(const std::string& path)
{
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0;
}

} // namespace

TEST(Create, what_is_made_opens_only_after_the_recovery_key_was_typed_back)
{
    const std::string folder = temporary_folder();
    const std::string vault = folder + "/vault";
    const auto made = create_vault(vault, wishes(false), system_clock());
    ASSERT_TRUE(made.ok()) << made.error().detail;
    EXPECT_EQ(made->printed.size(), 9U * 4U + 8U);
    EXPECT_EQ(Vault::open(vault, user, secret(passphrase), system_clock()).error().fault, fault::vault_unfinished);

    std::string wrong(made->printed.view());
    wrong[3] = wrong[3] == '7' ? '8' : '7';
    EXPECT_EQ(confirm_recovery(vault, secret(wrong)).error().fault, fault::recovery_mismatch);
    EXPECT_EQ(confirm_recovery(vault, secret("")).error().fault, fault::recovery_mismatch);
    EXPECT_EQ(confirm_recovery(vault, print_recovery_key(make_recovery_key())).error().fault, fault::recovery_mismatch);
    EXPECT_EQ(Vault::open(vault, user, secret(passphrase), system_clock()).error().fault, fault::vault_unfinished);

    EXPECT_TRUE(confirm_recovery(vault, made->printed).ok());
    EXPECT_TRUE(Vault::open(vault, user, secret(passphrase), system_clock()).ok());
    EXPECT_EQ(create_vault(vault, wishes(false), system_clock()).error().fault, fault::vault_exists);
    EXPECT_TRUE(Vault::open(vault, user, secret(passphrase), system_clock()).ok());
    remove_folder(folder);
}

TEST(Create, the_door_tells_the_clinic_and_the_users_and_no_more)
{
    const Clinic clinic(Clinic::Kind::demo);
    const auto door = look_at_door(clinic.folder);
    ASSERT_TRUE(door.ok());
    EXPECT_EQ(door->clinic, "Northgate clinic");
    EXPECT_EQ(door->users, std::vector<std::string>{std::string(user)});
    EXPECT_TRUE(door->demo);
    EXPECT_EQ(door->waiting_sessions, 0);
    EXPECT_EQ(door->last_unlocked_ms, 0);
    {
        const Vault vault = clinic.open();
    }
    EXPECT_EQ(look_at_door(clinic.folder)->last_unlocked_ms, clinic.now);
    EXPECT_EQ(look_at_door("/nowhere").error().fault, fault::vault_missing);
}

TEST(Create, the_files_are_nobody_elses_to_read_and_do_not_begin_as_plain_databases_do)
{
    const Clinic clinic;
    struct stat found {};
    ASSERT_EQ(::stat(clinic.folder.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0700U);
    for (const std::string name : {"/responses.db", "/identity.db", "/header.rvh", "/auth.state"}) {
        ASSERT_EQ(::stat((clinic.folder + name).c_str(), &found), 0);
        EXPECT_EQ(found.st_mode & 0777U, 0600U) << name;
    }
    EXPECT_TRUE(check_encrypted(clinic.folder + "/responses.db").ok());
    const std::string plain = clinic.folder + "/plain.db";
    ASSERT_EQ(std::system(("printf 'SQLite format 3\\000 and more' > '" + plain + "'").c_str()), 0);
    EXPECT_EQ(check_encrypted(plain).error().fault, fault::not_a_cipher);
}

TEST(Create, a_folder_that_may_not_be_written_is_named_and_left_empty)
{
    const std::string folder = temporary_folder();
    ASSERT_EQ(::chmod(folder.c_str(), 0555), 0);
    const int inside = in_a_child([&] {
        if (::geteuid() == 0 && ::setuid(65534) != 0) return 9;
        return create_vault(folder + "/vault", wishes(false), system_clock()).error().fault == fault::read_only_folder
                   ? 0
                   : 1;
    });
    const int itself = in_a_child([&] {
        if (::geteuid() == 0 && ::setuid(65534) != 0) return 9;
        return create_vault(folder, wishes(false), system_clock()).error().fault == fault::read_only_folder ? 0 : 1;
    });
    EXPECT_EQ(inside, 0);
    EXPECT_EQ(itself, 0);
    EXPECT_TRUE(all_bytes(folder).empty());
    EXPECT_FALSE(is_folder(folder + "/vault"));
    remove_folder(folder);
}

TEST(Create, a_full_disk_at_any_point_is_named_and_leaves_nothing)
{
    const std::string folder = temporary_folder();
    int refused = 0;
    for (rlim_t limit = 0; limit < 40 * 4096; limit += limit < 4096 ? 512 : 8 * 4096) {
        const int ended = in_a_child([&] {
            std::signal(SIGXFSZ, SIG_IGN); // the limit then answers as a disk with no room does
            const rlimit few{limit, limit};
            if (::setrlimit(RLIMIT_FSIZE, &few) != 0) return 9;
            const auto made = create_vault(folder + "/vault", wishes(false), system_clock());
            if (made) return 0;
            return made.error().fault == fault::disk_full ? 1 : 2;
        });
        ASSERT_TRUE(ended == 0 || ended == 1) << "limit " << limit << " ended " << ended;
        if (ended == 1) {
            ++refused;
            EXPECT_FALSE(is_folder(folder + "/vault")) << limit;
        }
        if (ended == 0) break;
    }
    EXPECT_GT(refused, 3);
    remove_folder(folder);
}

TEST(Create, names_too_long_for_the_header_are_refused_and_not_cut)
{
    const std::string folder = temporary_folder();
    NewVault wish = wishes(false);
    wish.clinic = std::string(201, 'x');
    EXPECT_EQ(create_vault(folder + "/vault", wish, system_clock()).error().fault, fault::too_long);
    EXPECT_FALSE(is_folder(folder + "/vault"));
    remove_folder(folder);
}

TEST(Passphrase, fifteen_code_points_that_are_no_guessers_first_will_do)
{
    EXPECT_TRUE(check_passphrase(secret("lantern over quiet water")).ok());
    EXPECT_TRUE(check_passphrase(secret("fifteen chars 1")).ok());
    EXPECT_TRUE(check_passphrase(secret("ÄäÖöÜüßñçéèêîôœ")).ok()); // 15 code points, 30 bytes
    for (const std::string_view weak : {"", "short", "fourteen chars", "ÄäÖöÜüßñçéèêîô", "aaaaaaaaaaaaaaaaaaaa",
                                        "ababababababababab", "123456789012345", "Correct Horse Battery Staple",
                                        "password12345678", "\xff\xfe not utf-8 at all", "ends in half a \xc3"})
        EXPECT_EQ(check_passphrase(secret(weak)).error().fault, fault::weak_passphrase) << weak;
}

TEST(Recovery, a_key_typed_as_people_type_reads_back_and_a_slip_is_noticed)
{
    for (int round = 0; round < 200; ++round) {
        const sealed::Secret key = make_recovery_key();
        const std::string printed(print_recovery_key(key).view());
        EXPECT_EQ(read_recovery_key(secret(printed))->view(), key.view());
        std::string typed = printed;
        for (char& character : typed) {
            if (character == '-') character = ' ';
            if (character == '0') character = 'o';
            if (character == '1') character = 'l';
            if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
        }
        EXPECT_EQ(read_recovery_key(secret(typed))->view(), key.view());
        std::string swapped = printed;
        std::swap(swapped[0], swapped[1]);
        if (swapped != printed) {
            EXPECT_FALSE(read_recovery_key(secret(swapped)).ok());
        }
    }
}

TEST(Create, names_nobody_could_be_called_by_and_passphrases_too_easy_make_no_vault)
{
    const std::string folder = temporary_folder();
    const auto refusal = [&](const std::function<void(NewVault&)>& change) {
        NewVault wish = wishes(false);
        wish.first_admin = "Sam Brandt";
        wish.admin_passphrase = secret(admin_passphrase);
        change(wish);
        const auto made = create_vault(folder + "/vault", wish, system_clock());
        EXPECT_FALSE(is_folder(folder + "/vault"));
        return made ? std::string_view("made") : std::string_view(made.error().fault.name);
    };
    EXPECT_EQ(refusal([](NewVault& one) { one.device = std::string(201, 'd'); }), "too_long");
    EXPECT_EQ(refusal([](NewVault& one) { one.first_user = std::string(201, 'u'); }), "too_long");
    EXPECT_EQ(refusal([](NewVault& one) { one.first_admin = std::string(201, 'a'); }), "too_long");
    for (const char* const name : {"two\nlines", "a\x7f", "a\x1f", "tab\there", "recovery key"}) {
        EXPECT_EQ(refusal([&](NewVault& one) { one.first_user = name; }), "bad_user_name") << name;
        EXPECT_EQ(refusal([&](NewVault& one) { one.first_admin = name; }), "bad_user_name") << name;
    }
    EXPECT_EQ(refusal([](NewVault& one) { one.first_user.clear(); }), "bad_user_name");
    EXPECT_EQ(refusal([](NewVault& one) { one.first_admin = one.first_user; }), "user_exists");
    EXPECT_EQ(refusal([](NewVault& one) { one.passphrase = secret("short"); }), "weak_passphrase");
    EXPECT_EQ(refusal([](NewVault& one) { one.admin_passphrase = secret("short"); }), "weak_passphrase");
    EXPECT_EQ(refusal([](NewVault& one) { one.admin_passphrase = secret("Sam Brandt Tablet 3"); }), "weak_passphrase");
    remove_folder(folder);
}

TEST(Create, whichever_file_of_a_vault_is_there_none_is_made_over_it)
{
    for (const char* const name : {"header.rvh", "responses.db", "identity.db"}) {
        const std::string folder = temporary_folder();
        ASSERT_EQ(std::system(("printf kept > '" + folder + "/" + name + "'").c_str()), 0);
        const auto before = all_bytes(folder);
        EXPECT_EQ(create_vault(folder, wishes(false), system_clock()).error().fault, fault::vault_exists) << name;
        EXPECT_EQ(all_bytes(folder), before);
        remove_folder(folder);
    }
}

TEST(Create, the_recovery_key_may_be_typed_back_again_and_changes_nothing_and_not_where_there_is_no_vault)
{
    const Clinic clinic;
    const auto header = [&] {
        for (const auto& [path, bytes] : all_bytes(clinic.folder))
            if (path.ends_with("/header.rvh")) return bytes;
        return std::string();
    };
    const std::string before = header();
    ASSERT_FALSE(before.empty());
    EXPECT_TRUE(confirm_recovery(clinic.folder, clinic.recovery_key()).ok());
    EXPECT_EQ(header(), before);
    const std::string nothing = temporary_folder();
    EXPECT_EQ(confirm_recovery(nothing, clinic.recovery_key()).error().fault, fault::vault_missing);
    EXPECT_TRUE(all_bytes(nothing).empty());
    EXPECT_EQ(confirm_recovery(nothing + "/no such", clinic.recovery_key()).error().fault, fault::vault_missing);
    remove_folder(nothing);
    {
        const Vault vault = clinic.open();
        EXPECT_EQ(confirm_recovery(clinic.folder, clinic.recovery_key()).error().fault, fault::vault_in_use);
    }
    ASSERT_EQ(std::system(("printf 'no header' > '" + clinic.folder + "/header.rvh'").c_str()), 0);
    EXPECT_EQ(confirm_recovery(clinic.folder, clinic.recovery_key()).error().fault, fault::vault_damaged);
}

TEST(Create, where_nothing_but_a_lock_was_left_one_is_made)
{
    const std::string folder = temporary_folder();
    ASSERT_EQ(std::system(("printf rapport > '" + folder + "/vault.lock'").c_str()), 0);
    const auto made = create_vault(folder, wishes(false), system_clock());
    ASSERT_TRUE(made.ok()) << made.error().fault.name;
    EXPECT_TRUE(confirm_recovery(folder, made->printed).ok());
    EXPECT_TRUE(Vault::open(folder, user, secret(passphrase), system_clock()).ok());
    remove_folder(folder);
}

} // namespace rapport::vault::test
