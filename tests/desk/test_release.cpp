#include <dirent.h>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "app/desk/desk_release.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Node;

namespace {

bool there(const std::string& path)
{
    struct stat about {};
    return stat(path.c_str(), &about) == 0;
}

} // namespace

TEST(DeskRelease, fewer_people_than_the_policy_asks_for_is_refused_in_words_and_writes_nothing)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.release");
    ASSERT_TRUE(desk.wait_for("release.refused"));
    const std::string words = desk.said("release.refused");
    EXPECT_NE(words.find("Nothing was written."), std::string::npos) << words;
    EXPECT_NE(words.find("11"), std::string::npos) << words;
    EXPECT_FALSE(desk.harness.tree().by_id("release.write")->enabled);
    EXPECT_FALSE(desk.harness.click("release.write"));
    EXPECT_FALSE(there(clinic.releases()));
}

TEST(DeskRelease, what_is_shown_is_measured_and_what_is_written_is_told)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.release");
    ASSERT_TRUE(desk.wait_for("release.ready")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("release.people"), "26 people");
    EXPECT_TRUE(desk.harness.tree().by_id("release.instrument.pcl-5")->checked);
    EXPECT_EQ(desk.said("release.count.pcl-5"), "78");
    for (int n = 0; n < 26; ++n)
        EXPECT_FALSE(desk.says("Teal " + std::to_string(100 + n)));
    EXPECT_FALSE(there(clinic.releases()));

    desk.click("release.write");
    ASSERT_TRUE(desk.wait_for("release.done")) << desk.harness.tree().spoken();
    EXPECT_NE(desk.said("release.done").find("release 1"), std::string::npos);
    const std::string folder = desk.said("release.done.folder");
    EXPECT_EQ(folder, clinic.releases() + "/project-2027-1");
    EXPECT_TRUE(there(folder + "/long.csv"));
    EXPECT_TRUE(there(folder + "/manifest.json"));
    EXPECT_TRUE(desk.says("long.csv"));
}

TEST(DeskRelease, who_gets_it_and_what_for_are_recorded_and_cancel_leaves_nothing)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.release");
    ASSERT_TRUE(desk.wait_for("release.ready"));
    desk.type_into("release.recipient", "Lakeside University");
    desk.type_into("release.purpose", "One paper");
    desk.click("release.write");
    ASSERT_TRUE(desk.wait_for("release.cancel")) << desk.harness.tree().spoken();
    desk.click("release.cancel");
    ASSERT_TRUE(desk.wait_for("release.ready")) << desk.harness.tree().spoken();
    EXPECT_FALSE(there(clinic.releases() + "/project-2027-1"));
    desk.click("release.write");
    ASSERT_TRUE(desk.wait_for("release.done")) << desk.harness.tree().spoken();
    EXPECT_NE(desk.said("release.done").find("release 1"), std::string::npos) << "the stopped one has no number";
}

TEST(DeskRelease, a_second_release_goes_beside_the_first)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.release");
    ASSERT_TRUE(desk.wait_for("release.ready"));
    desk.click("release.write");
    ASSERT_TRUE(desk.wait_for("release.done"));
    desk.click("release.again");
    ASSERT_TRUE(desk.wait_for("release.ready"));
    desk.click("release.write");
    ASSERT_TRUE(desk.wait_for("release.done"));
    EXPECT_EQ(desk.said("release.done.folder"), clinic.releases() + "/project-2027-2");
    EXPECT_TRUE(there(clinic.releases() + "/project-2027-1/manifest.json"));
}

TEST(DeskRelease, no_questionnaire_chosen_never_means_all_of_them)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.release");
    ASSERT_TRUE(desk.wait_for("release.ready"));
    desk.click("release.instrument.pcl-5");
    ASSERT_TRUE(desk.wait_for("release.ready"));
    EXPECT_EQ(desk.said("release.count.pcl-5"), "0 of 78");
    // The demo's library holds more than was answered; only what has answers is offered.
    std::vector<std::string> offered;
    for (const Node& node : desk.harness.tree().nodes())
        if (node.id.starts_with("release.instrument.")) offered.push_back(node.id);
    ASSERT_EQ(offered.size(), 2U);
    desk.click("release.instrument.phq-9");
    ASSERT_TRUE(desk.wait_for("release.refused"));
    EXPECT_NE(desk.said("release.refused").find("Choose at least one"), std::string::npos)
        << desk.said("release.refused");
    EXPECT_FALSE(desk.harness.tree().by_id("release.write")->enabled);
}

TEST(DeskRelease, the_table_says_withheld_and_no_number_where_a_cell_is_withheld)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.release");
    ASSERT_TRUE(desk.wait_for("release.tab.table"));
    desk.click("release.tab.table");
    int rows = 0;
    for (const Node& node : desk.harness.tree().nodes()) {
        if (!node.id.starts_with("release.table.row.")) continue;
        ++rows;
        const bool withheld = node.name.find("withheld") != std::string::npos;
        if (withheld) {
            EXPECT_NE(node.name.find("withheld, withheld, withheld"), std::string::npos) << node.name;
        }
    }
    EXPECT_GT(rows, 0);
}

TEST(DeskRelease, half_typed_project_names_never_get_codes)
{
    Clinic clinic(Holds::many);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.release");
    ASSERT_TRUE(desk.wait_for("release.ready"));
    desk.type_into("release.project", " sleep");
    EXPECT_FALSE(desk.harness.tree().by_id("release.write")->enabled);
    desk.harness.key(shell::Key::enter);
    ASSERT_TRUE(desk.wait_for("release.ready"));
    EXPECT_TRUE(desk.harness.tree().by_id("release.write")->enabled);
    desk.click("release.write");
    ASSERT_TRUE(desk.wait_for("release.done"));
    EXPECT_EQ(desk.said("release.done.folder"), clinic.releases() + "/project-2027-sleep-1");
}

TEST(DeskRelease, folder_names_hold_nothing_but_small_letters_digits_and_hyphens)
{
    EXPECT_EQ(folder_name("Sleep and alliance, 2026"), "sleep-and-alliance-2026");
    EXPECT_EQ(folder_name("../../etc/passwd"), "etc-passwd");
    EXPECT_EQ(folder_name(" Ü/\\\n"), "release");
    EXPECT_EQ(folder_name(std::string(500, 'x')).size(), 60U);
}

} // namespace rapport::desk::test
