#include <gtest/gtest.h>

#include "app/shell/surface.h"
#include "tests/shell/screen.h"

namespace rapport::shell {
namespace {

using test::Screen;

std::string focused(Harness& harness)
{
    return std::string(harness.ui().focused());
}

/// Alerts as on the work list: rows with two buttons, and a column beside them.
void rows(Ui& ui)
{
    for (int at = 0; at < 3; ++at) {
        const float y = 100 + 100.0F * static_cast<float>(at);
        const std::string id = "row." + std::to_string(at);
        ui.area(id, {0, y, 600, 100}, "Row");
        ui.button(id + ".open", {400, y + 28, 80, 44}, "Open");
        ui.button(id + ".ack", {500, y + 28, 90, 44}, "Acknowledge");
    }
    ui.area("side", {620, 100, 180, 90}, "Side");
}

} // namespace

TEST(Focus, a_new_page_puts_it_on_the_first_or_the_one_asked_for)
{
    std::string page = "one";
    Screen screen([&](Ui& ui) {
        ui.page(page, page, page == "two" ? "second" : "");
        ui.button("first", {0, 0, 80, 44}, "First");
        ui.button("second", {100, 0, 80, 44}, "Second");
    });
    Harness harness(screen, 400, 300);
    EXPECT_EQ(focused(harness), "first");
    page = "two";
    harness.settle();
    EXPECT_EQ(focused(harness), "second");
    EXPECT_TRUE(harness.tree().by_id("second")->focused);
    page = "three";
    harness.settle();
    EXPECT_EQ(focused(harness), "first");
}

TEST(Focus, tab_walks_everything_in_reading_order_and_around)
{
    TextEdit edit;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        ui.button("a", {0, 0, 80, 44}, "A");
        ui.button("off", {100, 0, 80, 44}, "Off", {.enabled = false});
        ui.text_field("b", {200, 0, 80, 44}, edit, {});
        ui.check_box("c", {0, 60, 80, 44}, "C", false);
    });
    Harness harness(screen, 400, 300);
    for (const char* next : {"b", "c", "a"}) {
        harness.key(Key::tab);
        EXPECT_EQ(focused(harness), next);
    }
    for (const char* back : {"c", "b", "a"}) {
        harness.key(Key::back_tab);
        EXPECT_EQ(focused(harness), back);
    }
}

TEST(Focus, tab_goes_on_from_where_something_vanished)
{
    bool there = true;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        ui.button("a", {0, 0, 80, 44}, "A");
        if (there && ui.button("b", {100, 0, 80, 44}, "B")) there = false;
        ui.button("c", {200, 0, 80, 44}, "C");
    });
    Harness harness(screen, 400, 300);
    harness.key(Key::tab);
    harness.key(Key::enter);
    EXPECT_FALSE(there);
    EXPECT_EQ(focused(harness), "") << "Enter again must not press a neighbour";
    harness.key(Key::tab);
    EXPECT_EQ(focused(harness), "c");
}

TEST(Focus, arrows_move_within_a_radio_group_and_around_it)
{
    int chosen = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        ui.button("back", {0, 300, 80, 44}, "Back");
        for (int at = 1; at <= 3; ++at)
            if (ui.option_card("o" + std::to_string(at), {0, 80.0F * static_cast<float>(at - 1), 300, 72}, "Option",
                               chosen == at, "g", at, 3))
                chosen = at;
    });
    Harness harness(screen, 400, 400);
    harness.key(Key::tab);
    EXPECT_EQ(focused(harness), "o1");
    harness.key(Key::down);
    harness.key(Key::right);
    EXPECT_EQ(focused(harness), "o3");
    harness.key(Key::down);
    EXPECT_EQ(focused(harness), "o1");
    harness.key(Key::up);
    EXPECT_EQ(focused(harness), "o3");
    EXPECT_EQ(chosen, 0) << "moving is not choosing";
    harness.key(Key::space);
    EXPECT_EQ(chosen, 3);
}

TEST(Focus, an_answer_is_not_chosen_by_a_key_while_the_focus_is_unseen)
{
    int chosen = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        if (ui.option_card("o", {0, 0, 300, 72}, "Option", false, "g", 1, 1)) ++chosen;
    });
    Harness harness(screen, 400, 400);
    harness.key(Key::space);
    EXPECT_EQ(chosen, 0);
    harness.key(Key::space);
    EXPECT_EQ(chosen, 1);
}

TEST(Focus, arrows_walk_rows_and_their_buttons)
{
    Screen screen([](Ui& ui) {
        ui.page("p", "Page");
        rows(ui);
    });
    Harness harness(screen, 800, 600);
    EXPECT_EQ(focused(harness), "row.0");
    harness.key(Key::down);
    EXPECT_EQ(focused(harness), "row.1");
    harness.key(Key::right);
    EXPECT_EQ(focused(harness), "row.1.open");
    harness.key(Key::right);
    EXPECT_EQ(focused(harness), "row.1.ack");
    harness.key(Key::down);
    EXPECT_EQ(focused(harness), "row.2.ack");
    harness.key(Key::left);
    harness.key(Key::left);
    EXPECT_EQ(focused(harness), "row.2");
    harness.key(Key::up);
    harness.key(Key::up);
    EXPECT_EQ(focused(harness), "row.0");
}

TEST(Focus, a_screen_takes_a_key_before_the_shell_does_and_only_once)
{
    int left = 0;
    int escapes = 0;
    int sorted = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        ui.button("a", {0, 0, 80, 44}, "A");
        ui.button("b", {100, 0, 80, 44}, "B");
        if (ui.focused() == "b" && ui.pressed(Key::left)) ++left;
        if (ui.pressed(Key::escape)) ++escapes;
        if (ui.pressed(Key::escape)) ++escapes;
        if (ui.typed(U's')) ++sorted;
        if (ui.pressed(Key::slash)) ui.focus("a");
    });
    Harness harness(screen, 400, 300);
    harness.key(Key::right);
    EXPECT_EQ(focused(harness), "b");
    harness.key(Key::left);
    EXPECT_EQ(left, 1);
    EXPECT_EQ(focused(harness), "b");
    harness.key(Key::escape);
    EXPECT_EQ(escapes, 1);
    harness.type("s");
    EXPECT_EQ(sorted, 1);
    harness.key(Key::slash);
    EXPECT_EQ(focused(harness), "a");
}

TEST(Input, a_press_held_while_the_page_turns_does_not_answer_the_next_one)
{
    auto faces = Faces::open();
    ASSERT_TRUE(faces);
    Surface surface(faces.value(), GlyphAtlas::Baking::off, ThemeName::light);
    std::string page = "q1";
    int answers = 0;
    const auto frame = [&] {
        surface.begin_frame(0, 400, 300);
        surface.page(page, page, {});
        if (surface.option_card("option", {0, 0, 300, 72}, "Option", false, "g", 1, 1, {})) ++answers;
        surface.end_frame();
    };
    const auto settle = [&] {
        for (int at = 0; at < 6; ++at)
            frame();
        surface.mark_shown();
    };
    using enum InputEvent::Kind;
    settle();
    surface.input().push({.kind = press, .at = {50, 30}});
    settle();
    page = "q2";
    settle();
    surface.input().push({.kind = release, .at = {50, 30}});
    settle();
    EXPECT_EQ(answers, 0);

    // The second tap of a double tap, made when the next page was built but not yet on the screen, was aimed at the one
    // before.
    const auto tap = [&] {
        surface.input().push({.kind = press, .at = {50, 30}});
        surface.input().push({.kind = release, .at = {50, 30}});
    };
    const auto frames = [&] {
        for (int at = 0; at < 6; ++at)
            frame();
    };
    tap();
    frames();
    EXPECT_EQ(answers, 1);
    page = "q3";
    frames();
    tap();
    frames();
    EXPECT_EQ(answers, 1);
    surface.mark_shown();
    tap();
    frames();
    EXPECT_EQ(answers, 2) << "press and release that arrive together count";
}

TEST(Input, letting_go_elsewhere_presses_nothing)
{
    auto faces = Faces::open();
    ASSERT_TRUE(faces);
    Surface surface(faces.value(), GlyphAtlas::Baking::off, ThemeName::light);
    int presses = 0;
    const auto settle = [&] {
        for (int at = 0; at < 6; ++at) {
            surface.begin_frame(0, 400, 300);
            surface.page("p", "P", {});
            presses += surface.button("a", {0, 0, 80, 44}, "A", {}) ? 1 : 0;
            presses += surface.button("b", {100, 0, 80, 44}, "B", {}) ? 1 : 0;
            surface.end_frame();
        }
        surface.mark_shown();
    };
    using enum InputEvent::Kind;
    settle();
    surface.input().push({.kind = press, .at = {40, 20}});
    surface.input().push({.kind = move, .at = {140, 20}});
    surface.input().push({.kind = release, .at = {140, 20}});
    settle();
    EXPECT_EQ(presses, 0);
    surface.input().push({.kind = press, .at = {40, 20}});
    surface.input().push({.kind = release, .at = {40, 20}});
    surface.input().push({.kind = press, .at = {140, 20}});
    surface.input().push({.kind = release, .at = {140, 20}});
    settle();
    EXPECT_EQ(presses, 2);
}

} // namespace rapport::shell
