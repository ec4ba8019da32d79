#include <gtest/gtest.h>

#include "storage/sealed/exit_codes.h"
#include "storage/vault/users.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;

namespace {

/// Fills in who agrees; the clinician's own passphrase too.
void agree(Desk& desk, std::string_view admin_words = admin_passphrase)
{
    desk.type_into("user.approval", admin_words);
    desk.type_into("user.own", passphrase);
}

std::string row_of(Desk& desk, std::string_view name)
{
    for (int n = 0; n < 6; ++n)
        if (desk.said("users." + std::to_string(n) + ".name") == name) return "users." + std::to_string(n);
    ADD_FAILURE() << name;
    return {};
}

} // namespace

TEST(DeskUsers, the_list_has_everybody_with_role_since_and_last_unlocking)
{
    Clinic clinic(Holds::staffed);
    Desk desk(clinic);
    desk.unlock_as(user, passphrase);
    desk.click("tab.setup");
    ASSERT_TRUE(desk.on_page("users"));
    EXPECT_EQ(desk.said("users.count"), "3");
    EXPECT_NE(desk.said(row_of(desk, user) + ".about").find("Last unlocked today 10:30"), std::string::npos)
        << desk.said(row_of(desk, user) + ".about");
    EXPECT_NE(desk.said(row_of(desk, researcher) + ".about").find("Never unlocked yet"), std::string::npos);
    EXPECT_NE(desk.said(row_of(desk, admin) + ".about").find("Administrator"), std::string::npos);
    EXPECT_EQ(desk.harness.tree().by_id(row_of(desk, user) + ".remove"), nullptr); // nobody removes themselves
}

TEST(DeskUsers, an_administrator_and_a_clinician_add_somebody_whose_words_then_open_the_vault)
{
    Clinic clinic(Holds::staffed);
    std::string words;
    {
        Desk desk(clinic);
        desk.unlock_as(user, passphrase);
        desk.click("tab.setup");
        desk.click("users.add");
        EXPECT_EQ(desk.harness.ui().focused(), "user.name");
        desk.harness.type("T. Nakamura");
        words = desk.said("user.words");
        EXPECT_EQ(std::count(words.begin(), words.end(), ' '), 4) << words;
        agree(desk);
        desk.click("user.go");
        ASSERT_TRUE(desk.wait_for("users.done")) << desk.harness.tree().spoken();
        EXPECT_TRUE(desk.says("T. Nakamura has a key now."));
        EXPECT_EQ(desk.said("users.handed"), words);
        EXPECT_EQ(desk.said("users.count"), "4");
        // Once: another page and back, and they are gone.
        desk.click("setup.policy");
        desk.click("setup.users");
        EXPECT_FALSE(desk.says(words));
    }
    auto vault = clinic.try_open("T. Nakamura", words);
    ASSERT_TRUE(vault.ok());
    EXPECT_EQ(vault->role(), vault::Role::clinician);
    EXPECT_TRUE(vault->verify().ok());
}

TEST(DeskUsers, without_both_people_nobody_is_added)
{
    Clinic clinic(Holds::staffed);
    Desk desk(clinic);
    desk.unlock_as(user, passphrase);
    desk.click("tab.setup");
    desk.click("users.add");
    desk.click("user.go");
    EXPECT_TRUE(desk.says("Write the new user’s name."));
    desk.type_into("user.name", "T. Nakamura");
    desk.click("user.go");
    EXPECT_TRUE(desk.says("The other person types their passphrase too."));
    agree(desk, "not what it is at all");
    desk.click("user.go");
    ASSERT_TRUE(desk.wait_for("user.trouble"));
    EXPECT_TRUE(desk.says("One of the passphrases is not right.")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("users.count"), "3");
    EXPECT_EQ(desk.harness.tree().by_id("user.name")->value, "T. Nakamura"); // kept, to be mended
    EXPECT_EQ(vault::list_users(clinic.folder())->size(), 3U);
}

TEST(DeskUsers, the_sheet_agrees_where_there_is_no_administrator)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.setup");
    desk.click("users.add");
    desk.type_into("user.name", "T. Nakamura");
    EXPECT_EQ(desk.harness.tree().by_id("user.own"), nullptr); // the sheet has every key itself
    desk.type_into("user.approval", clinic.recovery_key());
    desk.harness.key(Key::enter);
    ASSERT_TRUE(desk.wait_for("users.done")) << desk.harness.tree().spoken();
    EXPECT_EQ(vault::list_users(clinic.folder())->size(), 2U);
}

TEST(DeskUsers, somebody_removed_opens_nothing_and_the_vault_goes_on_under_new_keys)
{
    Clinic clinic(Holds::staffed);
    {
        Desk desk(clinic);
        desk.unlock_as(user, passphrase);
        desk.click("tab.setup");
        desk.click(row_of(desk, researcher) + ".remove");
        EXPECT_TRUE(desk.says("Remove S. Whitfield"));
        desk.type_into("user.approval", admin_passphrase);
        desk.click("user.go");
        EXPECT_TRUE(desk.on_page("user.progress"));
        ASSERT_TRUE(desk.wait_for("users.done")) << desk.harness.tree().spoken();
        EXPECT_EQ(desk.said("users.count"), "2");
        desk.click("tab.people");
        EXPECT_TRUE(desk.says("Heron 214"));
    }
    EXPECT_FALSE(clinic.try_open(researcher, researcher_passphrase).ok());
    EXPECT_TRUE(clinic.open().verify().ok());
}

TEST(DeskUsers, a_passphrase_of_ones_own_is_changed)
{
    Clinic clinic(Holds::nothing);
    {
        Desk desk(clinic);
        desk.unlock();
        desk.click("tab.setup");
        desk.click("users.own");
        desk.choose("user.kind", 1);
        desk.type_into("user.fresh", "grey owls sleep in barns");
        desk.type_into("user.again", "grey owls sleep in barns");
        desk.type_into("user.own", passphrase);
        desk.click("user.go");
        ASSERT_TRUE(desk.wait_for("users.done")) << desk.harness.tree().spoken();
        EXPECT_FALSE(desk.says("owls"));
    }
    EXPECT_FALSE(clinic.try_open(user, passphrase).ok());
    EXPECT_TRUE(clinic.try_open(user, "grey owls sleep in barns").ok());
}

TEST(DeskUsers, words_made_for_oneself_stay_until_they_are_written_down)
{
    Clinic clinic(Holds::nothing);
    std::string words;
    {
        Desk desk(clinic);
        desk.unlock();
        desk.click("tab.setup");
        desk.click("users.own");
        words = desk.said("user.words");
        desk.type_into("user.own", passphrase);
        desk.harness.key(Key::enter);
        ASSERT_TRUE(desk.wait_for("users.done")) << desk.harness.tree().spoken();
        EXPECT_EQ(desk.said("users.handed"), words);
        desk.click("users.handed.away");
        EXPECT_FALSE(desk.says(words));
    }
    EXPECT_TRUE(clinic.try_open(user, words).ok());
}

TEST(DeskRoles, an_administrator_sees_users_and_nothing_of_any_person)
{
    Clinic clinic(Holds::staffed);
    Desk desk(clinic);
    desk.unlock_as(admin, admin_passphrase);
    ASSERT_TRUE(desk.on_page("users")) << desk.harness.tree().spoken();
    for (const char* const none :
         {"tab.worklist", "tab.people", "tab.release", "find", "setup.backups", "setup.record"})
        EXPECT_EQ(desk.harness.tree().by_id(none), nullptr) << none;
    for (const std::string& name : pseudonyms())
        EXPECT_FALSE(desk.says(name)) << name;
    // The vault stays free for those who have its keys.
    EXPECT_TRUE(clinic.try_open(user, passphrase).ok());

    desk.click("users.add");
    desk.harness.type("T. Nakamura");
    desk.type_into("user.approval", passphrase);
    desk.type_into("user.own", admin_passphrase);
    desk.click("user.go");
    ASSERT_TRUE(desk.wait_for("users.done")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("users.count"), "4");
    desk.harness.advance(DeskProgram::lock_after + 1);
    EXPECT_TRUE(desk.program.done());
    EXPECT_EQ(desk.program.exit_code(), sealed::exit_code::locked);
}

TEST(DeskRoles, a_researcher_sees_release_and_nothing_else)
{
    Clinic clinic(Holds::staffed);
    Desk desk(clinic);
    desk.unlock_as(researcher, researcher_passphrase);
    ASSERT_TRUE(desk.wait_for("release")) << desk.harness.tree().spoken();
    for (const char* const none : {"tab.worklist", "tab.people", "tab.setup", "find"})
        EXPECT_EQ(desk.harness.tree().by_id(none), nullptr) << none;
    for (const std::string& name : pseudonyms())
        EXPECT_FALSE(desk.says("Fictional " + name)) << name;
}

} // namespace rapport::desk::test
