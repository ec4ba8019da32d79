#include <gtest/gtest.h>

#include "storage/vault/users.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;

TEST(DeskRecovery, the_sheet_sets_a_new_passphrase_and_opens_the_vault_with_it)
{
    Clinic clinic(Holds::staffed);
    std::string words;
    {
        Desk desk(clinic);
        desk.click("unlock.recovery");
        ASSERT_TRUE(desk.on_page("recovery"));
        desk.harness.type(clinic.recovery_key());
        EXPECT_FALSE(desk.says(clinic.recovery_key()));
        desk.harness.key(Key::enter);
        ASSERT_TRUE(desk.wait_for("recovery.set")) << desk.harness.tree().spoken();
        for (const std::string& name : pseudonyms())
            EXPECT_FALSE(desk.says(name)) << name;
        words = desk.said("recovery.words");
        EXPECT_EQ(std::count(words.begin(), words.end(), ' '), 4) << words;
        desk.click("recovery.set");
        ASSERT_TRUE(desk.wait_for("worklist")) << desk.harness.tree().spoken();
    }
    EXPECT_FALSE(clinic.try_open(user, passphrase).ok());
    auto vault = clinic.try_open(user, words);
    ASSERT_TRUE(vault.ok());
    const auto lines = vault->audit(1, 10'000);
    const auto said = [&](std::string_view event) {
        return std::any_of(lines->begin(), lines->end(), [&](const auto& line) { return line.event == event; });
    };
    EXPECT_TRUE(said("recovery_unlock"));
    EXPECT_TRUE(said("user_reset"));
}

TEST(DeskRecovery, a_mistyped_key_says_so_and_changes_nothing)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.click("unlock.recovery");
    desk.click("recovery.go");
    EXPECT_TRUE(desk.says("Type the key from the sheet first."));
    std::string key = clinic.recovery_key();
    key[0] = key[0] == '7' ? '8' : '7';
    desk.type_into("recovery.key", key);
    desk.click("recovery.go");
    ASSERT_TRUE(desk.wait_for("recovery.error"));
    EXPECT_TRUE(desk.says("not the key of this vault")) << desk.harness.tree().spoken();
    desk.click("recovery.back");
    desk.unlock();
    EXPECT_TRUE(desk.on_page("worklist"));
}

TEST(DeskRecovery, an_open_sheet_locks_by_idling_too)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.click("unlock.recovery");
    desk.harness.type(clinic.recovery_key());
    desk.harness.key(Key::enter);
    ASSERT_TRUE(desk.wait_for("recovery.set"));
    desk.harness.advance(DeskProgram::lock_after + 1);
    EXPECT_TRUE(desk.program.done());
    EXPECT_TRUE(clinic.try_open(user, passphrase).ok());
}

TEST(DeskRecovery, a_typed_passphrase_is_fifteen_characters_and_the_same_twice)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.click("unlock.recovery");
    desk.harness.type(clinic.recovery_key());
    desk.harness.key(Key::enter);
    ASSERT_TRUE(desk.wait_for("recovery.set"));
    desk.choose("recovery.kind", 1);
    desk.type_into("recovery.fresh", "too short");
    desk.click("recovery.set");
    EXPECT_TRUE(desk.says("15 characters at least"));
    desk.type_into("recovery.fresh", " but now it is longer");
    desk.type_into("recovery.again", "something else");
    desk.click("recovery.set");
    EXPECT_TRUE(desk.says("not the same"));
    EXPECT_TRUE(desk.on_page("recovery.new"));
}

TEST(DeskUnlock, a_wrong_passphrase_says_how_many_tries_are_left)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock("wrong");
    EXPECT_NE(desk.said("unlock.passphrase.error").find("9 tries left."), std::string::npos)
        << desk.said("unlock.passphrase.error");
}

TEST(DeskUnlock, a_vault_in_use_says_by_which_program)
{
    Clinic clinic(Holds::nothing);
    const vault::Vault other = clinic.open();
    Desk desk(clinic);
    desk.unlock();
    EXPECT_NE(desk.said("unlock.passphrase.error").find("test_desk"), std::string::npos)
        << desk.said("unlock.passphrase.error");
}

} // namespace rapport::desk::test
