#include <gtest/gtest.h>

#include "tests/shell/screen.h"

namespace rapport::shell {

using test::Screen;

TEST(Widgets, a_button_is_pressed_by_click_by_name_and_by_key)
{
    int presses = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        if (ui.button("go", {10, 10, 120, 44}, "Go on")) ++presses;
    });
    Harness harness(screen, 400, 300);
    EXPECT_TRUE(harness.click("go"));
    EXPECT_EQ(presses, 1);
    EXPECT_EQ(harness.ui().last_input(), Ui::Input::mouse);
    EXPECT_TRUE(harness.click_named(Role::button, "Go on"));
    EXPECT_EQ(presses, 2);
    harness.key(Key::enter);
    harness.key(Key::space);
    EXPECT_EQ(presses, 4);
    EXPECT_EQ(harness.ui().last_input(), Ui::Input::keyboard);
    EXPECT_FALSE(harness.click("nothing"));
    EXPECT_FALSE(harness.click_named(Role::link, "Go on"));
}

TEST(Widgets, a_disabled_button_refuses_click_and_keyboard)
{
    int presses = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        if (ui.button("off", {10, 10, 120, 44}, "Write", {.enabled = false})) ++presses;
        ui.check_box("box", {10, 60, 200, 44}, "Box", false, false);
    });
    Harness harness(screen, 400, 300);
    EXPECT_FALSE(harness.click("off"));
    EXPECT_FALSE(harness.click("box"));
    harness.key(Key::tab);
    harness.key(Key::enter);
    EXPECT_EQ(presses, 0);
    EXPECT_EQ(harness.ui().focused(), "");
    EXPECT_FALSE(harness.tree().by_id("off")->enabled);
}

TEST(Widgets, what_is_covered_is_not_clicked)
{
    int below = 0;
    int above = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        if (ui.area("row", {0, 0, 400, 60}, "Row")) ++below;
        if (ui.button("open", {300, 8, 80, 44}, "Open")) ++above;
        if (ui.area("hidden", {310, 10, 20, 20}, "Hidden", Role::button)) ++below;
        if (ui.button("cover", {300, 0, 60, 60}, "Cover")) ++above;
    });
    Harness harness(screen, 400, 300);
    EXPECT_TRUE(harness.click("row"));
    EXPECT_EQ(below, 1);
    EXPECT_FALSE(harness.click("hidden"));
    EXPECT_TRUE(harness.click("cover"));
    EXPECT_EQ(below, 1);
    EXPECT_EQ(above, 1);
}

TEST(Widgets, an_option_card_is_a_radio_with_its_place_in_the_group)
{
    int chosen = -1;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        const char* words[] = {"Not at all", "A little bit", "Moderately"};
        for (int at = 0; at < 3; ++at)
            if (ui.option_card("option." + std::to_string(at), {20, 20 + 80.0F * static_cast<float>(at), 600, 72},
                               words[at], chosen == at, "answer", at + 1, 3))
                chosen = at;
    });
    Harness harness(screen, 800, 400);
    ASSERT_TRUE(harness.click("option.1"));
    EXPECT_EQ(chosen, 1);
    const Node& node = *harness.tree().by_id("option.1");
    EXPECT_EQ(node.role, Role::radio);
    EXPECT_TRUE(node.checked);
    EXPECT_EQ(node.group, "answer");
    EXPECT_EQ(node.position, 2);
    EXPECT_EQ(node.set_size, 3);
    EXPECT_FALSE(harness.tree().by_id("option.0")->checked);
}

TEST(Widgets, check_box_and_tab_and_link_answer)
{
    bool on = false;
    bool second = false;
    int links = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        if (ui.check_box("box", {10, 10, 300, 44}, "PCL-5", on)) on = !on;
        if (ui.tab("tab", {10, 60, 100, 56}, "People", second)) second = true;
        if (ui.button("link", {10, 140, 160, 44}, "Use the recovery key", {.kind = ButtonKind::link})) ++links;
    });
    Harness harness(screen, 400, 300);
    EXPECT_TRUE(harness.click("box"));
    EXPECT_TRUE(on);
    EXPECT_TRUE(harness.tree().by_id("box")->checked);
    EXPECT_TRUE(harness.click_named(Role::tab, "People"));
    EXPECT_TRUE(second);
    EXPECT_TRUE(harness.click_named(Role::link, "Use the recovery key"));
    EXPECT_EQ(links, 1);
}

TEST(Widgets, progress_says_its_words_and_describe_adds_a_node)
{
    Screen screen([](Ui& ui) {
        ui.page("p", "Page");
        const int done[] = {7, 0};
        const int total[] = {20, 9};
        ui.progress_bar("bar", {0, 0, 472, 8}, done, total, "7 of 20");
        ui.describe({.id = "chart", .role = Role::chart, .name = "PCL-5", .value = "56, 58, 53"});
    });
    const Harness harness(screen, 600, 300);
    EXPECT_EQ(harness.tree().by_id("bar")->value, "7 of 20");
    EXPECT_EQ(harness.tree().by_name(Role::chart, "PCL-5")->value, "56, 58, 53");
    EXPECT_NE(harness.tree().spoken().find("56, 58, 53\n"), std::string::npos);
}

TEST(Widgets, a_persons_text_is_never_a_format_string)
{
    TextEdit edit;
    Screen screen([&](Ui& ui) {
        ui.page("p", "100%s%n");
        ui.text("t", {0, 0}, "100%s %d %n", {.colour = ui.theme().ink});
        ui.paragraph("q", {0, 40, 200, 100}, "50 %x of it, ##id ###id", {.colour = ui.theme().ink});
        ui.button("b", {0, 100, 200, 44}, "%s###b");
        ui.text_field("f", {0, 200, 200, 44}, edit, {.placeholder = "%n"});
    });
    Harness harness(screen, 400, 300);
    ASSERT_TRUE(harness.click("f"));
    harness.type("%s%n%d");
    EXPECT_EQ(harness.tree().by_id("t")->name, "100%s %d %n");
    EXPECT_EQ(harness.tree().by_id("q")->name, "50 %x of it, ##id ###id");
    EXPECT_EQ(harness.tree().by_id("b")->name, "%s###b");
    EXPECT_EQ(harness.tree().by_id("f")->value, "%s%n%d");
}

TEST(Widgets, wake_and_idle_follow_the_clock_they_are_given)
{
    double idle = -1;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        ui.button("go", {10, 10, 120, 44}, "Go on");
        idle = ui.idle_seconds();
    });
    Harness harness(screen, 400, 300);
    harness.advance(60);
    EXPECT_DOUBLE_EQ(idle, 60);
    EXPECT_TRUE(harness.click("go"));
    EXPECT_DOUBLE_EQ(idle, 0);
}

TEST(Widgets, a_program_that_does_not_change_is_built_a_few_times_only)
{
    Screen screen([](Ui& ui) {
        ui.page("p", "Page");
        ui.button("go", {10, 10, 120, 44}, "Go on");
    });
    Harness harness(screen, 400, 300);
    const int before = screen.frames;
    harness.settle();
    EXPECT_LE(screen.frames - before, 1);
}

} // namespace rapport::shell
