#include <gtest/gtest.h>

#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;

TEST(DeskPeople, slash_and_typing_search_from_anywhere)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.harness.key(Key::slash);
    EXPECT_EQ(desk.harness.ui().focused(), "find");
    desk.harness.type("ospr");
    desk.harness.advance(0.5);
    EXPECT_TRUE(desk.on_page("people"));
    EXPECT_EQ(desk.harness.ui().focused(), "find");
    EXPECT_EQ(desk.said("people.count"), "1 person found") << desk.harness.tree().spoken();
    EXPECT_TRUE(desk.says("Osprey 145"));
    EXPECT_FALSE(desk.says("Heron 214"));
    desk.harness.key(Key::enter);
    EXPECT_TRUE(desk.on_page("person"));
}

TEST(DeskPeople, a_search_that_still_waits_never_takes_away_the_page_that_was_opened)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.people");
    const auto opened_right_after_typing = [&](std::string_view id, std::string_view page) {
        desk.click("tab.people");
        desk.click("find");
        desk.harness.type("e");
        desk.click(id);
        ASSERT_TRUE(desk.on_page(page)) << id;
        desk.harness.advance(2);
        EXPECT_TRUE(desk.on_page(page)) << id;
    };
    opened_right_after_typing("person_row.0", "person");
    opened_right_after_typing("people.add", "add_person");
    opened_right_after_typing("tab.worklist", "worklist");
    opened_right_after_typing("tab.release", "release");
}

TEST(DeskPeople, a_person_is_found_by_name_or_record_number_too)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    for (const std::string_view words : {"fictional bracken", "R-Bracken"}) {
        desk.click("tab.people");
        desk.click("find");
        desk.harness.key(Key::end);
        for (int n = 0; n < 40; ++n)
            desk.harness.key(Key::backspace);
        desk.harness.type(words);
        desk.harness.advance(0.5);
        EXPECT_EQ(desk.said("people.count"), "1 person found") << words << desk.harness.tree().spoken();
        EXPECT_TRUE(desk.says("Bracken 112"));
        // The list never shows the name that was searched for.
        EXPECT_EQ(desk.said("person_row.0").find("Fictional"), std::string::npos);
    }
}

TEST(DeskPeople, the_list_says_the_last_result_and_opens_the_person)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.people");
    EXPECT_EQ(desk.said("people.count"), "5 people");
    bool found = false;
    for (int n = 0; n < 5 && !found; ++n) {
        const std::string id = "person_row." + std::to_string(n);
        const std::string said = desk.said(id);
        if (said.find("Heron 214") != 0) continue;
        found = true;
        EXPECT_NE(said.find("42 this year"), std::string::npos) << said;
        EXPECT_NE(said.find("PCL-5 44"), std::string::npos) << said;
        EXPECT_NE(said.find("last visit today"), std::string::npos) << said;
        desk.click(id);
    }
    ASSERT_TRUE(found);
    EXPECT_TRUE(desk.on_page("person"));
    desk.harness.key(Key::escape);
    EXPECT_TRUE(desk.on_page("people"));
}

TEST(DeskPeople, a_person_is_added_and_gets_a_code_name)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.people");
    EXPECT_EQ(desk.said("people.none"), "Nobody has been added yet");
    desk.click("people.add");
    EXPECT_TRUE(desk.on_page("add_person"));
    EXPECT_EQ(desk.harness.ui().focused(), "add.name");
    desk.harness.type("Alex Example");
    desk.type_into("add.born", "1980-02-29");
    desk.type_into("add.record", "NC 4711");
    desk.click("add.sex");
    desk.click("add.sex.2");
    desk.click("add.save");
    ASSERT_TRUE(desk.on_page("person")) << desk.harness.tree().spoken();
    EXPECT_FALSE(desk.says("Alex Example"));
    const std::string banner = desk.said("banner");
    desk.lock();

    auto vault = clinic.open();
    const auto people = vault.people("Alex Example");
    ASSERT_TRUE(people);
    ASSERT_EQ(people->size(), 1U);
    const vault::Person& person = people->front().person;
    EXPECT_NE(banner.find(person.pseudonym), std::string::npos) << banner;
    EXPECT_EQ(person.year_of_birth, 1980);
    EXPECT_EQ(person.sex, "male");
    EXPECT_EQ(person.therapist, user);
    const auto identity = vault.identity(person.id);
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->date_of_birth, "1980-02-29");
    EXPECT_EQ(identity->record_number, "NC 4711");
}

TEST(DeskPeople, what_is_wrong_in_the_form_stands_under_its_field_and_nothing_is_added)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.people");
    desk.click("people.add");
    desk.click("add.save");
    EXPECT_NE(desk.said("add.name.error"), "");
    EXPECT_NE(desk.said("add.born.error"), "");
    for (const std::string_view wrong :
         {"1981-02-29", "31.5.1980", "2027-02-10", "1890-01-01", "1980-5-3", "1980-13-01"}) {
        desk.click("add.born");
        desk.harness.key(Key::end);
        for (int n = 0; n < 12; ++n)
            desk.harness.key(Key::backspace);
        desk.harness.type(wrong);
        desk.harness.key(Key::enter);
        EXPECT_NE(desk.said("add.born.error"), "") << wrong;
        EXPECT_TRUE(desk.on_page("add_person"));
    }
    desk.harness.key(Key::escape);
    EXPECT_TRUE(desk.on_page("people"));
    EXPECT_EQ(desk.said("people.none"), "Nobody has been added yet");
}

TEST(DeskPeople, what_was_typed_is_gone_when_the_form_is_left)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock();
    desk.click("tab.people");
    desk.click("people.add");
    desk.harness.type("Alex Example");
    desk.click("add.cancel");
    desk.click("people.add");
    EXPECT_FALSE(desk.says("Alex Example"));
}

TEST(DeskPeople, the_person_page_leads_to_the_alert_and_to_a_session)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("alert.0.open");
    ASSERT_TRUE(desk.on_page("person"));
    desk.click("person.alert.0.acknowledge");
    EXPECT_TRUE(desk.on_page("worklist"));
    EXPECT_EQ(desk.harness.ui().focused(), "alert.0.note");
    desk.click("alert.0.open");
    desk.click("person.hand_over");
    EXPECT_TRUE(desk.on_page("start_session"));
    desk.harness.key(Key::escape);
    EXPECT_TRUE(desk.on_page("person"));
}

} // namespace rapport::desk::test
