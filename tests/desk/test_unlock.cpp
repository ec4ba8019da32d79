#include <cstdio>
#include <fstream>

#include <gtest/gtest.h>

#include "storage/sealed/exit_codes.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;
using shell::Role;

TEST(DeskUnlock, nothing_of_any_patient_is_on_the_page)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    const std::string spoken = desk.harness.tree().spoken();
    for (const std::string& name : pseudonyms()) {
        EXPECT_EQ(spoken.find(name), std::string::npos) << name;
        EXPECT_EQ(spoken.find("Fictional " + name), std::string::npos) << name;
    }
    EXPECT_TRUE(desk.says("North clinic tablet 3")) << spoken;
    EXPECT_TRUE(desk.says("2 finished sessions open when you unlock.")) << spoken;
}

TEST(DeskUnlock, wrong_then_right_passphrase)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock("not the passphrase at all");
    EXPECT_TRUE(desk.on_page("unlock"));
    EXPECT_NE(desk.said("unlock.passphrase.error").find("That passphrase did not open the vault."), std::string::npos);
    // What was typed stays, so that a slip can be mended.
    EXPECT_FALSE(desk.harness.tree().by_id("unlock.passphrase")->value.empty());
    for (int n = 0; n < 30; ++n)
        desk.harness.key(Key::backspace);
    desk.unlock();
    EXPECT_TRUE(desk.on_page("worklist")) << desk.harness.tree().spoken();
}

TEST(DeskUnlock, the_passphrase_is_never_spoken)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.harness.type(passphrase);
    EXPECT_FALSE(desk.says("heron"));
    EXPECT_FALSE(desk.says(passphrase));
}

TEST(DeskUnlock, an_empty_passphrase_costs_no_try)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.click("unlock.go");
    EXPECT_NE(desk.said("unlock.passphrase.error").find("Type your passphrase first."), std::string::npos);
    EXPECT_EQ(desk.said("unlock.go"), "Unlock");
}

TEST(DeskUnlock, too_many_tries_say_how_long_to_wait_and_the_button_waits_too)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    for (int tries = 0; tries < 4; ++tries)
        desk.unlock("wrong");
    const std::string words = desk.said("unlock.passphrase.error");
    EXPECT_NE(words.find("Wait "), std::string::npos) << words;
    EXPECT_NE(words.find(" seconds"), std::string::npos) << words;
    ASSERT_NE(desk.harness.tree().by_id("unlock.go"), nullptr);
    EXPECT_FALSE(desk.harness.tree().by_id("unlock.go")->enabled);
    // The words count down, and the button comes back when they have.
    desk.harness.advance(10);
    EXPECT_NE(desk.said("unlock.passphrase.error"), words);
    desk.harness.advance(30);
    EXPECT_TRUE(desk.harness.tree().by_id("unlock.go")->enabled);
}

TEST(DeskUnlock, the_button_says_opening_while_the_key_is_derived)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.harness.type(passphrase);
    desk.harness.key(Key::enter);
    EXPECT_EQ(desk.said("unlock.go"), "Opening");
    EXPECT_TRUE(desk.wait_for("worklist"));
}

TEST(DeskUnlock, a_missing_vault_is_said_and_asks_for_nothing)
{
    Clinic clinic(Holds::nothing);
    DeskSettings settings = clinic.settings();
    settings.vault_folder += "/nowhere";
    Desk desk(std::move(settings));
    EXPECT_TRUE(desk.says("There is no vault in this folder.")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.harness.tree().by_id("unlock.passphrase"), nullptr);
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::environment);
}

TEST(DeskUnlock, a_damaged_header_is_said_and_asks_for_nothing)
{
    Clinic clinic(Holds::nothing);
    std::fstream header(clinic.folder() + "/header.rvh", std::ios::in | std::ios::out | std::ios::binary);
    header.seekp(40);
    header.put('\x7f');
    header.put('\x7f');
    header.close();
    Desk desk(clinic);
    EXPECT_TRUE(desk.says("damaged")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.harness.tree().by_id("unlock.passphrase"), nullptr);
}

TEST(DeskUnlock, a_vault_in_use_elsewhere_is_said)
{
    Clinic clinic(Holds::nothing);
    const vault::Vault other = clinic.open();
    Desk desk(clinic);
    desk.unlock();
    EXPECT_NE(desk.said("unlock.passphrase.error").find("Another program"), std::string::npos)
        << desk.harness.tree().spoken();
}

} // namespace rapport::desk::test
