#include <gtest/gtest.h>

#include "instruments/reader.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

TEST(DeskMend, an_answer_is_corrected_the_score_follows_and_the_first_one_stays_visible)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.open_mend("Heron 214");
    // 44 over twenty items dealt one after another: the first four are 3, the others 2.
    EXPECT_EQ(desk.harness.tree().by_id("mend.now")->value.substr(0, 1), "3");
    desk.click("mend.save");
    EXPECT_TRUE(desk.says("Choose the right answer first."));
    desk.choose("mend.answer", 0);
    desk.click("mend.save");
    EXPECT_TRUE(desk.says("Write a few words on why."));
    desk.type_into("mend.reason", "Slip of the finger, says the patient.");
    desk.click("mend.save");
    ASSERT_TRUE(desk.on_page("mend.done")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.harness.tree().by_id("mend.now")->value.substr(0, 1), "0");
    EXPECT_NE(desk.said("mend.earlier.0").find("3"), std::string::npos);
    EXPECT_NE(desk.said("mend.earlier.0.who").find("R. Adeyemi, today 10:30: Slip of the finger"), std::string::npos)
        << desk.said("mend.earlier.0.who");
    desk.click("mend.back");
    EXPECT_TRUE(desk.on_page("person"));
    EXPECT_TRUE(desk.says("41 of 80")) << desk.harness.tree().spoken();
    desk.lock();
    EXPECT_TRUE(clinic.open().verify().ok());
}

TEST(DeskMend, the_treating_therapist_reads_no_item_of_what_the_patient_said_of_them)
{
    const std::vector<instruments::Definition>& library = instruments::library();
    vault::Person person;
    person.therapist = "R. Adeyemi";
    std::vector<vault::Administration> rows;
    for (const char* const id : {"wai-sr-client", "wai-sr-therapist", "pcl-5"}) {
        const auto found = std::find_if(library.begin(), library.end(), [&](const auto& one) { return one.id == id; });
        ASSERT_NE(found, library.end());
        vault::Administration row;
        row.instrument = id;
        row.version = found->version;
        row.response.items.assign(found->items.size(), instruments::Answer::chose(1));
        rows.push_back(row);
    }
    const auto offered = [&](std::string_view viewer) {
        const MendView view = make_mend_view(person, viewer, rows, {}, false, library, now_ms);
        EXPECT_EQ(view.some_hidden, viewer == person.therapist);
        std::vector<std::string> ids;
        for (const MendOccasion& one : view.occasions)
            ids.push_back(one.instrument);
        return ids;
    };
    EXPECT_EQ(offered("R. Adeyemi"), (std::vector<std::string>{"pcl-5", "wai-sr-therapist"}));
    EXPECT_EQ(offered("T. Nakamura"), (std::vector<std::string>{"pcl-5", "wai-sr-therapist", "wai-sr-client"}));
}

TEST(DeskMend, an_answer_may_become_declined)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.open_mend("Heron 214");
    desk.choose("mend.answer", 5);
    desk.type_into("mend.reason", "They would rather not have answered.");
    desk.click("mend.save");
    ASSERT_TRUE(desk.on_page("mend.done")) << desk.harness.tree().spoken();
    EXPECT_EQ(desk.harness.tree().by_id("mend.now")->value, "Declined");
}

TEST(DeskMend, withdrawing_takes_a_reason_and_leaves_everything_else)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.open_mend("Heron 214");
    desk.click("leave.withdraw");
    desk.click("leave.go");
    EXPECT_TRUE(desk.says("Write a few words on why."));
    desk.type_into("leave.reason", "Asked for it in writing.");
    desk.click("leave.go");
    EXPECT_TRUE(desk.says("Heron 214 is in no release from now on.")) << desk.harness.tree().spoken();
    EXPECT_TRUE(desk.says("Withdrawn: in no release."));
    desk.lock();
    auto vault = clinic.open();
    EXPECT_EQ(vault.people("Heron")->size(), 1U);
    int released = 0;
    ASSERT_TRUE(vault
                    .for_each_administration([&](const vault::Person& person, const vault::Administration&) {
                        released += person.pseudonym == "Heron 214" ? 1 : 0;
                        return true;
                    })
                    .ok());
    EXPECT_EQ(released, 0);
}

TEST(DeskMend, erasing_says_what_goes_and_takes_the_code_name_typed)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.open_mend("Heron 214");
    desk.click("leave.erase");
    EXPECT_NE(desk.said("leave.warning").find("Gone for good"), std::string::npos);
    EXPECT_TRUE(desk.says("2 questionnaires will be gone."));
    desk.type_into("leave.reason", "A lawful request of 8 February.");
    desk.type_into("leave.name", "Heron 21");
    desk.click("leave.go");
    EXPECT_TRUE(desk.says("Type the code name exactly"));
    desk.type_into("leave.name", "4");
    desk.click("leave.go");
    ASSERT_TRUE(desk.on_page("people")) << desk.harness.tree().spoken();
    EXPECT_TRUE(desk.says("Heron 214 is erased."));
    EXPECT_EQ(desk.said("people.count"), "4 people");
    desk.lock();
    auto vault = clinic.open();
    EXPECT_TRUE(vault.people("Heron")->empty());
    EXPECT_TRUE(vault.verify().ok());
}

} // namespace rapport::desk::test
