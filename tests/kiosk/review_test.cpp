#include <algorithm>

#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

namespace {

/// Everything answered but the items named, which are declined.
void answer_but(Stage& stage, int items, const std::vector<int>& declined)
{
    stage.to_first_question();
    for (int item = 1; item <= items; ++item) {
        if (std::ranges::find(declined, item) == declined.end()) {
            stage.answer(1);
            continue;
        }
        stage.click("decline");
        stage.click("decline.confirm");
        stage.click("next");
    }
    EXPECT_EQ(stage.page(), "review");
}

} // namespace

TEST(KioskReview, names_what_is_open_and_leads_there_and_back)
{
    Stage stage({"pcl-5", "phq-9"});
    answer_but(stage, 20, {10, 16});
    EXPECT_EQ(stage.node("review.lead").name, "Two questions have no answer");
    EXPECT_EQ(stage.node("review.closing").name, "The other 18 are answered. Your care team will see your answers.");
    EXPECT_EQ(stage.node("review.go_on").name, "Leave them and go on");
    EXPECT_NE(stage.node("review.item.16").name.find("You said you would rather not answer"), std::string::npos);

    stage.click("review.item.10");
    EXPECT_EQ(stage.progress(), "10 of 20");
    stage.answer(2);
    EXPECT_EQ(stage.page(), "review");
    EXPECT_EQ(stage.node("review.lead").name, "One question has no answer");
    EXPECT_EQ(stage.node("review.go_on").name, "Leave it and go on");
    EXPECT_EQ(stage.harness->ui().focused(), "review.item.16");

    stage.click("review.item.16");
    stage.click("decline");
    stage.click("back");
    EXPECT_EQ(stage.page(), "review");
    EXPECT_NE(stage.node("review.item.16").name.find("Not answered yet"), std::string::npos);
    stage.click("review.go_on");
    EXPECT_EQ(stage.page(), "instructions");
}

TEST(KioskReview, more_than_three_open_items_take_more_pages)
{
    Stage stage({"pcl-5"});
    answer_but(stage, 20, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    EXPECT_EQ(stage.node("review.lead").name, "10 questions have no answer");
    EXPECT_EQ(stage.node("review.go_on").name, "Leave them and finish");
    std::vector<std::string> seen;
    for (int page = 0; page < 4; ++page) {
        for (const shell::Node& node : stage.tree().nodes())
            if (node.id.starts_with("review.item.")) seen.push_back(node.id.substr(12));
        EXPECT_EQ(stage.node("review.more").name,
                  page < 3 ? "and " + std::to_string(7 - 3 * page) + " more" : "Back to the first");
        stage.click("review.more");
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}));
    EXPECT_TRUE(stage.has("review.item.1"));
}

TEST(KioskReview, an_instrument_declined_whole_still_reads_right)
{
    Stage stage({"check-in-patient"});
    answer_but(stage, 5, {1, 2, 3, 4, 5});
    EXPECT_EQ(stage.node("review.lead").name, "Five questions have no answer");
    EXPECT_EQ(stage.node("review.closing").name, "Your care team will see your answers.");
    stage.click("review.go_on");
    EXPECT_EQ(stage.page(), "handback");
}

} // namespace rapport::kiosk::test
