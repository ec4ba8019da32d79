// Users of a vault from the command line.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "run.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

/// A clinic with an administrator, and the files its passphrases lie in.
struct Staffed {
    Folder folder;
    std::string vault = folder / "clinic";
    std::string approved = " --user 'A. Staff' --passphrase-file " + (folder / "own") +
                           " --admin 'B. Root' --admin-passphrase-file " + (folder / "admin");
    std::string fresh = " --new-passphrase-file " + (folder / "new");

    Staffed()
    {
        write_text(folder / "own", "five small birds sing early\n");
        write_text(folder / "admin", "copper gate and slow river\n");
        write_text(folder / "new", "plum trees behind the wall\n");
        write_text(folder / "weak", "too short\n");
        const std::string key = folder / "key";
        const Ran made = run_shell("exec 5>" + key + " 6</dev/null; " RAPPORT_BIN "/rapport vault create " + vault +
                                   " --user 'A. Staff' --passphrase-file " + (folder / "own") +
                                   " --admin 'B. Root' --admin-passphrase-file " + (folder / "admin") +
                                   " --recovery-fd 5 --recovery-back-fd 6");
        EXPECT_EQ(made.code, 1) << made.err;
        const Ran done =
            run_shell("exec 6<" + key + "; " RAPPORT_BIN "/rapport vault confirm " + vault + " --recovery-back-fd 6");
        EXPECT_EQ(done.code, 0) << done.err;
    }
    [[nodiscard]] json users() const { return json::parse(run("vault user list --json " + vault).out); }
};

} // namespace

TEST(VaultUsers, are_added_listed_given_a_passphrase_removed_and_reset)
{
    const Staffed clinic;
    ASSERT_EQ(clinic.users().size(), 2U);
    EXPECT_EQ(clinic.users()[1]["role"], "admin");

    const Ran added =
        run("vault user add --json " + clinic.vault + " 'C. Read' --role researcher" + clinic.approved + clinic.fresh);
    ASSERT_EQ(added.code, 0) << added.err;
    EXPECT_EQ(json::parse(added.out)["user"], "C. Read");
    EXPECT_EQ(clinic.users()[2]["role"], "researcher");
    EXPECT_EQ(run("vault user add " + clinic.vault + " 'C. Read'" + clinic.approved + clinic.fresh).code, 1);
    EXPECT_EQ(run("vault user add " + clinic.vault + " 'D. Other' --role owner" + clinic.approved + clinic.fresh).code,
              2);

    const Ran changed = run("vault user passphrase " + clinic.vault + " --user 'C. Read' --passphrase-file " +
                            (clinic.folder / "new") + " --new-passphrase-file " + (clinic.folder / "own"));
    EXPECT_EQ(changed.code, 0) << changed.err;
    const Ran by_admin = run("vault user passphrase " + clinic.vault + " --user 'B. Root' --passphrase-file " +
                             (clinic.folder / "admin") + " --new-passphrase-file " + (clinic.folder / "weak"));
    EXPECT_EQ(by_admin.code, 1);

    const Ran removed = run("vault user remove --json " + clinic.vault + " 'C. Read'" + clinic.approved);
    EXPECT_EQ(removed.code, 0) << removed.err;
    EXPECT_EQ(clinic.users().size(), 2U);
    EXPECT_EQ(run("vault user remove " + clinic.vault + " 'A. Staff'" + clinic.approved).code, 1);
    EXPECT_EQ(run("vault rotate " + clinic.vault + clinic.approved).code, 2) << "a reason is asked for";
    const Ran rotated = run("vault rotate " + clinic.vault + " --reason 'a tablet was lost'" + clinic.approved);
    EXPECT_EQ(rotated.code, 0) << rotated.err;

    const std::string admin = " --admin-passphrase-file " + (clinic.folder / "admin");
    EXPECT_EQ(run("vault cost " + clinic.vault + " --memory-mib 32" + admin).code, 2);
    EXPECT_EQ(run("vault cost " + clinic.vault + " --memory-mib 64 --passes 4" + admin).code, 0);

    // With the printed key and nobody's passphrase.
    const Ran reset = run("vault user reset " + clinic.vault + " 'A. Staff' --recovery-file " +
                          (clinic.folder / "key") + clinic.fresh);
    EXPECT_EQ(reset.code, 0) << reset.err;
    EXPECT_EQ(
        run("vault verify " + clinic.vault + " --user 'A. Staff' --passphrase-file " + (clinic.folder / "new")).code,
        0);
}

TEST(VaultUsers, a_passphrase_is_made_up_of_words_and_told_with_its_strength)
{
    const Ran five = run("vault passphrase");
    EXPECT_EQ(five.code, 0);
    EXPECT_EQ(std::count(five.out.begin(), five.out.end(), ' '), 4);
    EXPECT_NE(five.err.find("56.8 bits"), std::string::npos) << five.err;
    EXPECT_NE(run("vault passphrase").out, five.out);
    const Ran six = run("vault passphrase --words 6");
    EXPECT_EQ(std::count(six.out.begin(), six.out.end(), ' '), 5);
    EXPECT_EQ(run("vault passphrase --words 4").code, 2);
}
