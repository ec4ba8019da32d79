// A finger on a touch screen answers a whole questionnaire. GLFW knows no touch; the X server makes of the first
// finger's touch the press and release that the window hears, and the record still says that it was a finger. Run by
// touch.sh.
#include <map>

#include <gtest/gtest.h>

#include "tests/end_to_end/one_kiosk.h"
#include "tests/end_to_end/touch_screen.h"

namespace {

using namespace rapport;

/// The driver hears one client and takes no second one after it: all tests put their fingers on the same panel.
test::TouchScreen& panel()
{
    static test::TouchScreen screen;
    return screen;
}

int middle(int from, int length)
{
    return from + length / 2;
}

void tap(test::TouchScreen& screen, test::OneKiosk& kiosk, const std::string& id)
{
    const cli::SeenNode node = kiosk.node(id);
    screen.tap(middle(node.x, node.width), middle(node.y, node.height));
    ASSERT_TRUE(kiosk.screen->settle().ok());
}

int answer_to(int item)
{
    return (item * 3 + 1) % 5;
}

std::map<int, sealed::Act> answers(const test::OneClinic& clinic)
{
    std::map<int, sealed::Act> found;
    for (const sealed::Act& act : clinic.read().acts)
        if (act.kind == sealed::ActKind::answered) found[std::atoi(act.item.c_str())] = act;
    return found;
}

} // namespace

TEST(Touch, answers_a_whole_pcl5_and_is_kept_as_touch)
{
    ASSERT_TRUE(sealed::prepare_process().ok());
    test::TouchScreen& screen = panel();
    const test::OneClinic clinic({"pcl-5"}, false);
    test::OneKiosk kiosk(clinic.job, "1280x800", true);
    tap(screen, kiosk, "welcome.begin");
    tap(screen, kiosk, "part.start");
    for (int item = 1; item <= 20; ++item) {
        ASSERT_EQ(std::atoi(kiosk.node("progress").value.c_str()), item);
        tap(screen, kiosk, "option." + std::to_string(answer_to(item)));
        tap(screen, kiosk, "next");
    }
    tap(screen, kiosk, "review.go_on");
    EXPECT_TRUE(kiosk.screen->wait_for_page("handback").ok());
    const auto kept = answers(clinic);
    ASSERT_EQ(kept.size(), 20U);
    for (const auto& [item, act] : kept) {
        EXPECT_EQ(act.value, answer_to(item)) << item;
        EXPECT_EQ(act.input, sealed::InputMethod::touch) << item;
    }
}

TEST(Touch, by_a_second_finger_or_one_that_slides_away_answers_nothing)
{
    ASSERT_TRUE(sealed::prepare_process().ok());
    test::TouchScreen& screen = panel();
    const test::OneClinic clinic({"pcl-5"}, false);
    test::OneKiosk kiosk(clinic.job, "1280x800", true);
    tap(screen, kiosk, "welcome.begin");
    tap(screen, kiosk, "part.start");
    const auto card = kiosk.node("option.2");
    const int x = middle(card.x, card.width);
    const int y = middle(card.y, card.height);
    // A palm on the margin, then a finger on an answer: only the first is heard.
    screen.begin(0, 20, 400);
    screen.begin(1, x, y);
    screen.end(1, x, y);
    screen.end(0, 20, 400);
    ASSERT_TRUE(kiosk.screen->settle().ok());
    EXPECT_TRUE(answers(clinic).empty());
    // Down on one answer and up beside all of them.
    screen.begin(0, x, y);
    screen.update(0, x, y + 40);
    screen.update(0, 20, 400);
    screen.end(0, 20, 400);
    ASSERT_TRUE(kiosk.screen->settle().ok());
    EXPECT_TRUE(answers(clinic).empty());
    EXPECT_EQ(*kiosk.screen->page(), "question");
    // And a tap a moment later does answer.
    screen.tap(x, y);
    ASSERT_TRUE(kiosk.screen->settle().ok());
    ASSERT_EQ(answers(clinic).size(), 1U);
    EXPECT_EQ(answers(clinic).at(1).value, 2);
}
