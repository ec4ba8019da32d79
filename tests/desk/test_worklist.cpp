#include <gtest/gtest.h>

#include "app/shell/strings/strings.h"
#include "instruments/reader.h"
#include "storage/vault/dyad.h"
#include "tests/desk/clinic.h"

namespace rapport::desk::test {

using shell::Key;
using shell::Node;
using shell::Role;

TEST(DeskWorklist, alerts_come_first_in_the_words_of_the_answers)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    ASSERT_TRUE(desk.on_page("worklist"));
    // One that nobody saw to in time stands above one of today.
    EXPECT_EQ(desk.said("alert.0.who"), "Osprey 145");
    EXPECT_EQ(desk.said("alert.0.words"), "PHQ-9 item 9 not answered: “I’d rather not answer”.");
    EXPECT_EQ(desk.said("alert.1.who"), "Linden 083");
    EXPECT_EQ(desk.said("alert.1.words"), "PHQ-9 item 9: “Several days”. Last time, 26 Jan: “Not at all”.");
    EXPECT_EQ(desk.harness.tree().by_id("alert.2.words"), nullptr);
    // In reading order nothing that is due stands before them.
    const auto& nodes = desk.harness.tree().nodes();
    const auto place = [&](std::string_view id) {
        return std::find_if(nodes.begin(), nodes.end(), [&](const Node& node) { return node.id == id; }) -
               nodes.begin();
    };
    EXPECT_LT(place("alert.1.words"), place("due.0.who"));
    EXPECT_LT(place("alert.1.words"), place("review.0"));
}

TEST(DeskWorklist, overdue_stands_first_and_is_said_in_words)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    EXPECT_EQ(desk.said("due.0.who"), "Bracken 112");
    EXPECT_EQ(desk.said("due.0.when"), "7 days late");
    EXPECT_EQ(desk.said("due.1.when"), "09:15");
    EXPECT_EQ(desk.said("due.1.battery"), "PCL-5, PHQ-9");
    EXPECT_EQ(desk.said("due.2.when"), "13:00");
    EXPECT_EQ(desk.said("worklist.day"), "Tuesday 9 February");
    EXPECT_EQ(desk.said("worklist.counts"), "2 alerts, 3 people due, 2 sessions to review");
}

TEST(DeskWorklist, an_alert_needs_a_note)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("alert.0.acknowledge");
    desk.click("alert.0.save");
    EXPECT_NE(desk.said("alert.0.note.error").find("Write what was done."), std::string::npos);
    desk.type_into("alert.0.note", "   ");
    desk.harness.key(Key::enter);
    EXPECT_EQ(desk.said("alert.0.who"), "Osprey 145");
    EXPECT_NE(desk.said("alert.0.note.error"), "");

    desk.harness.type("Spoke with her, safety plan reviewed");
    desk.harness.key(Key::enter);
    EXPECT_EQ(desk.said("alert.0.who"), "Linden 083") << desk.harness.tree().spoken();
    EXPECT_EQ(desk.said("alerts.count"), "1");
    desk.lock();
    auto vault = clinic.open();
    const auto alerts = vault.open_alerts();
    ASSERT_TRUE(alerts);
    EXPECT_EQ(alerts->size(), 1U);
}

TEST(DeskWorklist, the_note_is_kept_with_the_name_of_who_wrote_it)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.click("alert.0.acknowledge");
    EXPECT_EQ(desk.harness.ui().focused(), "alert.0.note");
    desk.harness.type("Called him at noon");
    desk.click("alert.0.save");
    desk.lock();
    auto vault = clinic.open();
    const auto people = vault.people("Osprey");
    ASSERT_TRUE(people);
    ASSERT_EQ(people->size(), 1U);
    const auto alerts = vault.alerts_of(people->front().person.id);
    ASSERT_TRUE(alerts);
    ASSERT_EQ(alerts->size(), 1U);
    EXPECT_TRUE(alerts->front().acknowledged);
    EXPECT_EQ(alerts->front().note, "Called him at noon");
    EXPECT_EQ(alerts->front().acknowledged_by, user);
}

TEST(DeskWorklist, a_session_to_review_leaves_the_list_once_the_person_was_opened)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    const std::string count = desk.said("reviews.count");
    ASSERT_EQ(count, "2");
    desk.click("review.0");
    EXPECT_TRUE(desk.on_page("person"));
    desk.harness.key(Key::escape);
    EXPECT_TRUE(desk.on_page("worklist"));
    EXPECT_EQ(desk.said("reviews.count"), "1");
}

TEST(DeskWorklist, what_the_inbox_brought_is_marked_new_until_the_next_time)
{
    Clinic clinic(Holds::few);
    {
        Desk desk(clinic);
        desk.unlock();
        EXPECT_EQ(desk.said("alert.0.new"), "");
        EXPECT_EQ(desk.said("alert.1.new"), "New");
        EXPECT_EQ(desk.said("review.0.new"), "New");
        desk.lock();
    }
    Desk desk(clinic);
    EXPECT_TRUE(desk.says("No finished sessions are waiting."));
    desk.unlock();
    EXPECT_EQ(desk.said("alert.1.who"), "Linden 083");
    EXPECT_EQ(desk.said("alert.1.new"), "");
    EXPECT_EQ(desk.said("reviews.count"), "2");
    EXPECT_EQ(desk.said("review.0.new"), "");
}

TEST(DeskWorklist, every_score_that_an_alliance_flag_can_be_about_has_its_name_in_a_sentence)
{
    int scores = 0;
    for (const instruments::Definition& definition : instruments::library()) {
        if (vault::pair_of(definition.id, instruments::library()) == nullptr) continue;
        for (const instruments::Score& score : definition.scores) {
            EXPECT_TRUE(strings::has("desk.flag.alliance." + score.id)) << definition.id << " " << score.id;
            EXPECT_TRUE(strings::has("desk.flag.alliance." + score.id + ".small")) << definition.id;
            ++scores;
        }
    }
    EXPECT_GT(scores, 20);
}

TEST(DeskWorklist, empty_lists_say_so_in_one_line_each)
{
    Clinic clinic(Holds::nothing);
    Desk desk(clinic);
    desk.unlock();
    EXPECT_EQ(desk.said("alerts.none"), "No alerts");
    EXPECT_EQ(desk.said("due.none"), "Nobody is due today");
    EXPECT_EQ(desk.said("reviews.none"), "No sessions to review");
    EXPECT_EQ(desk.said("worklist.counts"), "0 alerts, 0 people due, 0 sessions to review");
}

TEST(DeskWorklist, everything_is_reached_by_the_tab_key_alone)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    std::set<std::string> reached;
    for (int n = 0; n < 60; ++n) {
        reached.insert(std::string(desk.harness.ui().focused()));
        desk.harness.key(Key::tab);
    }
    for (const Node& node : desk.harness.tree().nodes())
        EXPECT_TRUE(!node.focusable || reached.contains(node.id)) << node.id;
    EXPECT_TRUE(reached.contains("alert.0.acknowledge"));
    EXPECT_TRUE(reached.contains("due.0.hand_over"));
    EXPECT_TRUE(reached.contains("review.0"));
}

TEST(DeskWorklist, by_keyboard_an_alert_is_acknowledged_from_beginning_to_end)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    for (int n = 0; n < 60 && desk.harness.ui().focused() != "alert.0.acknowledge"; ++n)
        desk.harness.key(Key::tab);
    desk.harness.key(Key::enter);
    desk.harness.type("Seen today");
    desk.harness.key(Key::enter);
    EXPECT_EQ(desk.said("alerts.count"), "1");
}

TEST(DeskWorklist, the_keys_are_shown_and_go_again)
{
    Clinic clinic(Holds::few);
    Desk desk(clinic);
    desk.unlock();
    desk.harness.type("?");
    EXPECT_TRUE(desk.on_page("keys"));
    EXPECT_EQ(desk.harness.tree().by_id("lock"), nullptr);
    desk.harness.key(Key::escape);
    EXPECT_TRUE(desk.on_page("worklist"));
}

} // namespace rapport::desk::test
