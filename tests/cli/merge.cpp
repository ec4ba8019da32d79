// Two copies of one vault made one again, by the real program.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "clinic_vault.h"

using namespace rapport::test;
using nlohmann::json;

namespace {

const std::string& both_passphrases()
{
    static const std::string words =
        " --passphrase-file " + demo_passphrase_file() + " --other-passphrase-file " + demo_passphrase_file() + " ";
    return words;
}

/// Two copies of the demo clinic.
struct TwoCopies {
    Folder folder;
    std::string one = folder / "one";
    std::string two = folder / "two";
    TwoCopies()
    {
        for (const std::string& copy : {one, two})
            EXPECT_EQ(run_shell("cp -r " + demo_clinic() + " " + copy).code, 0);
    }
    [[nodiscard]] std::string sums() const
    {
        // The lock has the name of the program that held it last; tries are counted, right ones too.
        return run_shell("cd " + (folder / "") +
                         " && find one two -type f ! -name vault.lock ! -name auth.state | sort | xargs sha256sum")
            .out;
    }
};

} // namespace

TEST(MergeCommand, makes_the_same_vault_whichever_is_named_first_and_leaves_both_as_they_were)
{
    const TwoCopies copies;
    const std::string word = " --passphrase-file " + demo_passphrase_file();
    write_text(copies.folder / "words", R"({"en":{"moment":"Dr Okafor is down the hall.","safety":"Call 555 0100."}})");
    ASSERT_EQ(run("vault words set " + copies.two + " " + (copies.folder / "words") + word).code, 0);
    const std::string before = copies.sums();
    const Ran there = run("vault merge " + copies.one + " " + copies.two + " --to " + (copies.folder / "ab") +
                          both_passphrases() + "--json");
    ASSERT_EQ(there.code, 0) << there.err;
    const Ran back = run("vault merge " + copies.two + " " + copies.one + " --to " + (copies.folder / "ba") +
                         both_passphrases() + "--json");
    ASSERT_EQ(back.code, 0) << back.err;
    const json one = json::parse(there.out);
    const json two = json::parse(back.out);
    EXPECT_EQ(one["digest"], two["digest"]);
    EXPECT_EQ(one["digest"].get<std::string>().size(), 64U);
    EXPECT_EQ(one["anchors"][0], two["anchors"][1]);
    EXPECT_GT(one["administrations"].get<int>(), 0);
    EXPECT_EQ(one["people"], two["people"]);
    EXPECT_EQ(before, copies.sums());
    EXPECT_EQ(run("vault verify " + (copies.folder / "ab") + word).code, 0);
    EXPECT_NE(run("vault words show " + (copies.folder / "ab") + word).out.find("down the hall"), std::string::npos);
    EXPECT_NE(there.err.find("Both vaults are as they were"), std::string::npos);
}

TEST(MergeCommand, says_in_a_sentence_why_it_does_not_and_which_of_the_two_it_is_about)
{
    const TwoCopies copies;
    write_text(copies.folder / "wrong", "not the passphrase of this\n");
    const Ran wrong =
        run("vault merge " + copies.one + " " + copies.two + " --to " + (copies.folder / "m") + " --passphrase-file " +
            demo_passphrase_file() + " --other-passphrase-file " + (copies.folder / "wrong"));
    EXPECT_EQ(wrong.code, 1);
    EXPECT_NE(wrong.err.find(copies.two), std::string::npos) << wrong.err;

    const Ran made = run("demo " + (copies.folder / "other") + " --patients 3 --visits 2");
    ASSERT_EQ(made.code, 0) << made.err;
    const Ran strange = run("vault merge " + copies.one + " " + (copies.folder / "other") + " --to " +
                            (copies.folder / "m") + both_passphrases());
    EXPECT_EQ(strange.code, 1);
    EXPECT_NE(strange.err.find("not two copies of one vault"), std::string::npos) << strange.err;

    const Ran nowhere =
        run("vault merge " + copies.one + " /nowhere --to " + (copies.folder / "m") + both_passphrases());
    EXPECT_EQ(nowhere.code, 3) << nowhere.err;
    EXPECT_EQ(run("vault merge " + copies.one + " --to " + (copies.folder / "m") + both_passphrases()).code, 2);
    EXPECT_NE(run_shell("test -e " + (copies.folder / "m")).code, 0);
}
