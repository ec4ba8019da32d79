#include <algorithm>

#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

using sealed::ActKind;
using shell::Key;

namespace {

/// The two keys of somebody who has no others.
class Switches {
public:
    explicit Switches(Stage& stage) : stage_(stage) {}

    /// Goes on until the thing wanted has the focus, then chooses it.
    void choose(std::string_view id)
    {
        for (int most = 0; most < 40 && stage_.harness->ui().focused() != id; ++most)
            stage_.harness->key(Key::space);
        ASSERT_EQ(stage_.harness->ui().focused(), id) << "never reached on " << stage_.page();
        stage_.harness->key(Key::enter);
        stage_.harness->settle();
    }

private:
    Stage& stage_;
};

Stage& scanning(Stage& stage)
{
    session::Presentation shown = stage.survey().presentation();
    shown.scanning = true;
    stage.show(shown);
    return stage;
}

} // namespace

TEST(KioskSwitches, the_pcl_5_can_be_completed_with_two_keys)
{
    Stage stage({"pcl-5"});
    Switches keys(scanning(stage));
    keys.choose("welcome.begin");
    keys.choose("part.start");
    std::vector<int> given;
    for (int item = 1; item <= 20; ++item) {
        ASSERT_EQ(stage.progress(), std::to_string(item) + " of 20");
        EXPECT_EQ(stage.harness->ui().focused(), "option.0") << "the new question's first card comes first";
        if (item == 7) { // change of mind, and a refusal
            keys.choose("option.1");
            stage.let_advance();
            keys.choose("back");
        }
        if (item == 9) {
            keys.choose("decline");
            keys.choose("decline.confirm");
            keys.choose("next");
            continue;
        }
        given.push_back(item % 5);
        keys.choose("option." + std::to_string(item % 5));
        stage.let_advance();
    }
    EXPECT_EQ(stage.page(), "review");
    keys.choose("review.go_on");
    EXPECT_EQ(stage.page(), "handback");

    std::vector<int> kept;
    int declined = 0;
    for (const sealed::Act& act : stage.acts_on_disk()) {
        if (act.kind == ActKind::answered) kept.push_back(act.value);
        declined += act.kind == ActKind::declined ? 1 : 0;
        if (act.kind == ActKind::answered || act.kind == ActKind::declined) {
            EXPECT_EQ(act.input, sealed::InputMethod::switch_scan);
        }
    }
    given.insert(given.begin() + 6, 1); // the answer to the seventh that was changed
    EXPECT_EQ(kept, given);
    EXPECT_EQ(declined, 1);
}

TEST(KioskSwitches, two_keys_reach_everything_on_a_question_and_come_round)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    scanning(stage);
    stage.click("option.2");
    stage.harness->settle();
    std::vector<std::string> reached;
    const std::string first(stage.harness->ui().focused());
    do {
        reached.emplace_back(stage.harness->ui().focused());
        stage.harness->key(Key::space);
    } while (stage.harness->ui().focused() != first && reached.size() < 40);
    for (const shell::Node& node : stage.tree().nodes())
        if (node.focusable) {
            EXPECT_EQ(std::count(reached.begin(), reached.end(), node.id), 1) << node.id;
        }
}

TEST(KioskSwitches, nothing_is_chosen_by_going_on)
{
    Stage stage({"pcl-5"});
    stage.to_first_question();
    scanning(stage);
    for (int presses = 0; presses < 30; ++presses)
        stage.harness->key(Key::space);
    EXPECT_FALSE(stage.survey().answer({0, 0}).given());
    EXPECT_EQ(stage.page(), "question");
}

TEST(KioskSwitches, words_that_do_not_fit_are_read_to_the_end_with_two_keys)
{
    Stage stage({"pcl-5"}, 800, 1280);
    session::Presentation shown = stage.survey().presentation();
    shown.scanning = true;
    shown.size = session::Presentation::Size::p200;
    shown.less_motion = true;
    stage.show(shown);
    Switches keys(stage);
    keys.choose("welcome.begin");
    keys.choose("part.start");
    for (int item = 1; item <= 20; ++item) {
        while (stage.has("question.rest") && stage.node("question.rest").name != "Back to the beginning")
            keys.choose("question.rest");
        keys.choose("option.4");
        stage.let_advance();
    }
    EXPECT_EQ(stage.page(), "review");
    EXPECT_EQ(stage.node("review.lead").name, "All 20 are answered");
}

} // namespace rapport::kiosk::test
