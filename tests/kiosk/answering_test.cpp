#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

using sealed::ActKind;
using shell::Key;

namespace {

std::vector<int> answers_on_disk(const Stage& stage)
{
    std::vector<int> values;
    for (const sealed::Act& act : stage.acts_on_disk())
        if (act.kind == ActKind::answered) values.push_back(act.value);
    return values;
}

} // namespace

TEST(Kiosk, the_pcl_5_can_be_completed_by_pointer_alone)
{
    Stage stage({"pcl-5"});
    EXPECT_EQ(stage.page(), "welcome");
    stage.click("welcome.begin");
    EXPECT_EQ(stage.page(), "instructions");
    stage.click("part.start");
    std::vector<int> given;
    for (int item = 1; item <= 20; ++item) {
        EXPECT_EQ(stage.page(), "question");
        EXPECT_EQ(stage.progress(), std::to_string(item) + " of 20");
        given.push_back(item % 5);
        stage.answer(item % 5);
    }
    EXPECT_EQ(stage.page(), "review");
    EXPECT_EQ(stage.node("review.lead").name, "All 20 are answered");
    stage.click("review.go_on");
    EXPECT_EQ(stage.page(), "handback");
    EXPECT_EQ(answers_on_disk(stage), given);
    stage.click("handback.staff");
    EXPECT_TRUE(stage.program->done());
}

TEST(Kiosk, the_pcl_5_can_be_completed_by_keyboard_alone)
{
    Stage stage({"pcl-5"});
    stage.harness->key(Key::enter);
    stage.harness->settle();
    EXPECT_EQ(stage.page(), "instructions");
    stage.harness->key(Key::enter);
    stage.harness->settle();
    std::vector<int> given;
    for (int item = 1; item <= 20; ++item) {
        ASSERT_EQ(stage.progress(), std::to_string(item) + " of 20");
        const int value = item % 5;
        given.push_back(value);
        if (item % 2 == 0) {
            stage.harness->type(std::to_string(value + 1));
        } else {
            // The new question's first card has the keyboard.
            EXPECT_EQ(stage.harness->ui().focused(), "option.0");
            for (int step = 0; step < value; ++step)
                stage.harness->key(Key::down);
            stage.harness->key(Key::space);
        }
        stage.harness->settle();
        stage.let_advance();
    }
    EXPECT_EQ(stage.page(), "review");
    EXPECT_EQ(stage.harness->ui().focused(), "review.go_on");
    stage.harness->key(Key::enter);
    stage.harness->settle();
    EXPECT_EQ(stage.page(), "handback");
    EXPECT_EQ(answers_on_disk(stage), given);
    for (const sealed::Act& act : stage.acts_on_disk())
        EXPECT_TRUE(act.kind != ActKind::answered || act.input == sealed::InputMethod::keyboard);
}

TEST(Kiosk, nothing_is_chosen_beforehand_and_next_waits)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    for (int value = 0; value < 5; ++value)
        EXPECT_FALSE(stage.node("option." + std::to_string(value)).checked);
    EXPECT_FALSE(stage.node("next").enabled);
    EXPECT_FALSE(stage.harness->click("next"));
    EXPECT_EQ(stage.progress(), "1 of 20");
}

TEST(Kiosk, a_choice_is_seen_before_the_next_question_comes)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.click("option.3");
    EXPECT_TRUE(stage.node("option.3").checked);
    EXPECT_TRUE(stage.node("next").enabled);
    EXPECT_EQ(stage.progress(), "1 of 20");
    stage.wait(0.24);
    EXPECT_EQ(stage.progress(), "1 of 20");
    stage.wait(0.01);
    EXPECT_EQ(stage.progress(), "2 of 20");
    EXPECT_FALSE(stage.node("option.3").checked);
}

TEST(Kiosk, back_shows_the_answer_given_and_one_tap_changes_it)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.answer(3);
    stage.click("back");
    EXPECT_EQ(stage.progress(), "1 of 20");
    EXPECT_TRUE(stage.node("option.3").checked);
    stage.answer(1);
    stage.click("back");
    EXPECT_TRUE(stage.node("option.1").checked);
    EXPECT_FALSE(stage.node("option.3").checked);
    EXPECT_EQ(stage.survey().answer({0, 0}), instruments::Answer::chose(1));
    stage.click("next");
    EXPECT_EQ(stage.progress(), "2 of 20");
}

TEST(Kiosk, declining_asks_once_and_then_says_so)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    const std::string question = stage.node("question").name;
    stage.click("decline");
    EXPECT_EQ(stage.page(), "confirm_decline");
    EXPECT_EQ(stage.node("question").name, question);
    EXPECT_FALSE(stage.has("option.0"));
    stage.click("decline.keep");
    EXPECT_EQ(stage.page(), "question");
    EXPECT_FALSE(stage.node("next").enabled);

    stage.click("decline");
    stage.click("decline.confirm");
    EXPECT_EQ(stage.page(), "question");
    EXPECT_EQ(stage.node("decline").name, "You’d rather not answer. Change");
    EXPECT_EQ(stage.acts_on_disk().back().kind, ActKind::declined);
    stage.click("next");
    EXPECT_EQ(stage.progress(), "2 of 20");

    stage.click("back");
    stage.click("decline");
    EXPECT_EQ(stage.node("decline").name, "I’d rather not answer");
    EXPECT_EQ(stage.acts_on_disk().back().kind, ActKind::cleared);
    EXPECT_FALSE(stage.node("next").enabled);
}

TEST(Kiosk, a_declined_item_can_simply_be_answered)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    stage.click("decline");
    stage.click("decline.confirm");
    stage.answer(2);
    EXPECT_EQ(stage.survey().answer({0, 0}), instruments::Answer::chose(2));
}

TEST(Kiosk, the_instruments_own_values_are_kept_whatever_the_place_of_the_card)
{
    Stage stage({"check-in-patient"});
    stage.to_first_question();
    stage.harness->type("1");
    stage.harness->settle();
    EXPECT_EQ(stage.acts_on_disk().back().value, 1);
    EXPECT_TRUE(stage.node("option.1").checked);
    EXPECT_FALSE(stage.has("option.0"));
}

TEST(Kiosk, wording_that_is_not_installed_is_said_in_the_questions_place)
{
    Stage stage({"wai-sr-client"});
    stage.to_first_question();
    EXPECT_EQ(stage.node("question").name, "WAI-SR item 1, Task: licensed wording not installed");
    EXPECT_FALSE(stage.has("stem"));
}

} // namespace rapport::kiosk::test
