// Every page of the kiosk with Tab and Enter alone: each thing that can be pressed is reached, once a round, and is
// seen when it is.
#include <set>

#include "tests/kiosk/stage.h"

namespace rapport::kiosk::test {

using shell::Key;

namespace {

std::vector<std::string> focused(const Stage& stage)
{
    std::vector<std::string> ids;
    for (const shell::Node& node : stage.tree().nodes())
        if (node.focused) ids.push_back(node.id);
    return ids;
}

void expect_seen(const Stage& stage, const std::string& id)
{
    const shell::Rect where = stage.node(id).rect;
    const shell::Rect window = stage.harness->ui().window();
    EXPECT_TRUE(where.x >= window.x && where.y >= window.y && where.right() <= window.right() + 16 &&
                where.bottom() <= window.bottom())
        << id << " has the focus where nobody sees it";
}

/// One round of the page, forwards or backwards, from wherever the focus stands.
std::vector<std::string> round(Stage& stage, Key key)
{
    std::vector<std::string> order;
    for (int most = 0; most < 60; ++most) {
        stage.harness->key(key);
        const auto now = focused(stage);
        EXPECT_EQ(now.size(), 1U) << "on " << stage.page();
        if (now.size() != 1 || (!order.empty() && now.front() == order.front())) break;
        expect_seen(stage, now.front());
        order.push_back(now.front());
    }
    return order;
}

void expect_whole_page_by_keys(Stage& stage)
{
    SCOPED_TRACE(stage.page());
    EXPECT_EQ(focused(stage).size(), 1U) << "a page begins with the focus on something";
    std::set<std::string> can_be_pressed;
    for (const shell::Node& node : stage.tree().nodes())
        if (node.focusable && node.enabled) can_be_pressed.insert(node.id);
    auto forwards = round(stage, Key::tab);
    const auto backwards = round(stage, Key::back_tab);
    EXPECT_EQ(std::set<std::string>(forwards.begin(), forwards.end()), can_be_pressed);
    EXPECT_EQ(std::set<std::string>(backwards.begin(), backwards.end()), can_be_pressed);
    EXPECT_EQ(forwards.size(), can_be_pressed.size()) << "something comes twice";
}

void press(Stage& stage, const std::string& id)
{
    for (int most = 0; most < 60 && stage.harness->ui().focused() != id; ++most)
        stage.harness->key(Key::tab);
    ASSERT_EQ(stage.harness->ui().focused(), id) << "never reached on " << stage.page();
    stage.harness->key(Key::enter);
    stage.harness->settle();
}

/// Through every page there is; `size` in the sheet's own numbers.
void walk(Stage& stage)
{
    EXPECT_EQ(stage.page(), "welcome");
    expect_whole_page_by_keys(stage);
    press(stage, "welcome.begin");
    expect_whole_page_by_keys(stage);
    press(stage, "part.start");
    EXPECT_EQ(stage.page(), "question");
    expect_whole_page_by_keys(stage);
    press(stage, "display");
    EXPECT_EQ(stage.page(), "reading");
    expect_whole_page_by_keys(stage);
    press(stage, "sheet.done");
    press(stage, "about");
    EXPECT_EQ(stage.page(), "about");
    expect_whole_page_by_keys(stage);
    press(stage, "sheet.done");
    press(stage, "decline");
    EXPECT_EQ(stage.page(), "confirm_decline");
    expect_whole_page_by_keys(stage);
    press(stage, "decline.keep");
    press(stage, "moment");
    EXPECT_EQ(stage.page(), "moment");
    expect_whole_page_by_keys(stage);
    press(stage, "moment.someone");
    expect_whole_page_by_keys(stage);
    press(stage, "moment.return");
    press(stage, "pause");
    EXPECT_EQ(stage.page(), "cover");
    expect_whole_page_by_keys(stage);
    press(stage, "cover.touch");
    EXPECT_EQ(stage.page(), "question");
}

} // namespace

TEST(KioskKeyboard, reaches_and_shows_everything_on_every_page)
{
    for (const auto size : {shell::TextSize::p100, shell::TextSize::p200}) {
        for (const bool portrait : {false, true}) {
            SCOPED_TRACE(portrait ? "portrait" : "landscape");
            Stage stage({"pcl-5"}, portrait ? 800 : 1280, portrait ? 1280 : 800);
            session::Presentation shown = stage.survey().presentation();
            shown.size = static_cast<decltype(shown.size)>(size);
            stage.show(shown);
            walk(stage);
        }
    }
}

TEST(KioskKeyboard, reaches_the_ends_of_a_session_too)
{
    Stage stage({"pc-ptsd-5"});
    press(stage, "welcome.begin");
    press(stage, "part.start");
    press(stage, "option.0"); // no event in a lifetime: nothing more is asked
    stage.let_advance();
    EXPECT_EQ(stage.page(), "review");
    expect_whole_page_by_keys(stage);
    press(stage, "review.go_on");
    EXPECT_EQ(stage.page(), "handback");
    expect_whole_page_by_keys(stage);
    press(stage, "handback.staff");
    EXPECT_TRUE(stage.survey().done());
}

TEST(KioskKeyboard, reaches_the_page_that_finds_staff_and_the_one_that_could_not_save)
{
    Stage forgotten({"pcl-5"});
    forgotten.to_first_question();
    forgotten.wait(301);
    EXPECT_EQ(forgotten.page(), "cover");
    expect_whole_page_by_keys(forgotten);

    Stage full({"pcl-5"});
    full.to_first_question();
    full.disk.full = true;
    press(full, "option.1");
    EXPECT_EQ(full.page(), "save_failed");
    expect_whole_page_by_keys(full);
}

} // namespace rapport::kiosk::test
