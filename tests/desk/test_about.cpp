#include <gtest/gtest.h>

#include "app/desk/about_screen.h"
#include "app/shell/strings/strings.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;

TEST(DeskAbout, the_page_says_which_rapport_this_is_and_whose_terms_hold)
{
    Clinic clinic(Holds::nothing);
    DeskSettings settings = clinic.settings();
    settings.look_at_program = [] {
        return AboutView{"7.8.9",
                         "0123456789abcdef0123456789abcdef01234567-changed",
                         "GNU 12.2.0",
                         {{"libsodium", "1.0.18", "1.0.18"},
                          {"cairo", "1.16.0", "1.18.0"},
                          {"cereal", "1.3.2", {}},
                          {"ReadStat", {}, {}}}};
    };
    Desk desk(std::move(settings));
    desk.unlock();
    desk.click("tab.setup");
    desk.click("setup.about");
    EXPECT_EQ(desk.said("about.version"), "Version 7.8.9");
    EXPECT_EQ(desk.said("about.commit"), "Commit 0123456789abcdef0123456789abcdef01234567-changed");
    EXPECT_EQ(desk.said("about.compiler"), "Compiled by GNU 12.2.0");
    EXPECT_EQ(desk.said("about.licence"), "The code is under the Apache License 2.0.");
    EXPECT_TRUE(desk.says("linked with GLPK, and so is passed on under the GNU GPL, version 3 or later"));
    EXPECT_TRUE(desk.says("Questionnaires keep their own terms."));
    const std::vector<std::pair<std::string, std::string>> rows{{"libsodium", "1.0.18"},
                                                                {"cairo", "1.18.0, built with 1.16.0"},
                                                                {"cereal", "1.3.2"},
                                                                {"ReadStat", "version not told"}};
    for (std::size_t n = 0; n < rows.size(); ++n) {
        const std::string id = "about.library." + std::to_string(n);
        EXPECT_EQ(desk.said(id), rows[n].first);
        EXPECT_EQ(desk.said(id + ".version"), rows[n].second);
    }
    EXPECT_FALSE(desk.on_page("about.library.4"));
}

TEST(DeskAbout, keys_alone_reach_it_and_its_last_line)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic, 1280, 640);
    desk.unlock();
    desk.click("tab.setup");
    for (int n = 0; n < 40 && desk.harness.ui().focused() != "setup.about"; ++n)
        desk.harness.key(Key::tab);
    ASSERT_EQ(desk.harness.ui().focused(), "setup.about");
    desk.harness.key(Key::enter);
    ASSERT_TRUE(desk.on_page("about"));
    const std::string last = "about.library.23";
    const shell::Node* node = desk.harness.tree().by_id(last);
    ASSERT_NE(node, nullptr);
    ASSERT_GT(node->rect.bottom(), 640.0F);
    desk.harness.key(Key::end);
    desk.harness.advance(1);
    node = desk.harness.tree().by_id(last);
    ASSERT_NE(node, nullptr);
    EXPECT_LE(node->rect.bottom(), 640.0F);
}

namespace {

DeskSettings of_version_7(Clinic& clinic)
{
    DeskSettings settings = clinic.settings();
    settings.look_at_program = [] { return AboutView{"7.8.9", "0123abcd", "GNU 12.2.0", {{"cairo", "1.16.0", {}}}}; };
    return settings;
}

} // namespace

TEST(DeskAbout, an_administrator_finds_it_beside_the_users_and_comes_back_to_an_empty_form)
{
    Clinic clinic(Holds::staffed);
    Desk desk(of_version_7(clinic));
    desk.unlock_as(admin, admin_passphrase);
    desk.click("users.add");
    desk.type_into("user.name", "T. Nakamura");
    desk.click("setup.about");
    EXPECT_EQ(desk.said("about.version"), "Version 7.8.9");
    EXPECT_EQ(desk.said("about.library.0"), "cairo");
    EXPECT_FALSE(desk.on_page("users.add"));
    EXPECT_FALSE(desk.on_page("setup.backups"));
    desk.click("setup.users");
    ASSERT_TRUE(desk.on_page("users.add"));
    EXPECT_FALSE(desk.on_page("user.name"));
    desk.click("setup.about");
    desk.click("tab.setup");
    EXPECT_TRUE(desk.on_page("users.add"));
}

TEST(DeskAbout, a_researcher_finds_it_beside_releases_and_none_of_the_set_up)
{
    Clinic clinic(Holds::staffed);
    Desk desk(of_version_7(clinic));
    desk.unlock_as(researcher, researcher_passphrase);
    ASSERT_TRUE(desk.wait_for("tab.about"));
    desk.click("tab.about");
    ASSERT_TRUE(desk.wait_for("about.version"));
    EXPECT_EQ(desk.said("about.version"), "Version 7.8.9");
    EXPECT_FALSE(desk.on_page("setup.users"));
    EXPECT_FALSE(desk.on_page("release.title"));
    desk.click("tab.release");
    EXPECT_TRUE(desk.wait_for("release.title"));
    EXPECT_FALSE(desk.on_page("about.version"));
}

TEST(DeskAbout, it_speaks_spanish_and_chinese)
{
    const Library cairo{"cairo", "1.16.0", "1.18.0"};
    ASSERT_TRUE(strings::use_language("es"));
    EXPECT_EQ(version_words(cairo), "1.18.0, compilado con 1.16.0");
    ASSERT_TRUE(strings::use_language("zh"));
    EXPECT_EQ(version_words(cairo), "1.18.0，编译时为 1.16.0");
    ASSERT_TRUE(strings::use_language("en"));
}

} // namespace rapport::desk::test
