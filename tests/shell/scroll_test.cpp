#include <gtest/gtest.h>

#include "app/shell/surface.h"
#include "tests/shell/screen.h"

namespace rapport::shell {
namespace {

struct Listing {
    float offset = 0;
    int pressed = -1;
    std::string page = "p";
    void draw(Ui& ui)
    {
        ui.page(page, "Page");
        offset = ui.begin_scroll("list", {0, 50, 300, 200}, 30 * 50.0F);
        for (int at = 0; at < 30; ++at)
            if (ui.button("row." + std::to_string(at), {0, 50 + 50.0F * static_cast<float>(at) - offset, 300, 44},
                          "Row"))
                pressed = at;
        ui.end_scroll();
        ui.button("foot", {0, 260, 100, 40}, "Foot");
    }
};

} // namespace

TEST(Scroll, a_button_far_below_is_scrolled_to_and_clicked)
{
    Listing list;
    test::Screen screen([&](Ui& ui) { list.draw(ui); });
    Harness harness(screen, 400, 300);
    EXPECT_EQ(list.offset, 0);
    ASSERT_TRUE(harness.click("row.29"));
    EXPECT_EQ(list.pressed, 29);
    EXPECT_EQ(list.offset, 30 * 50 - 200);
    ASSERT_TRUE(harness.click("row.0"));
    EXPECT_EQ(list.pressed, 0);
    EXPECT_EQ(list.offset, 0);
}

TEST(Scroll, what_is_cut_off_cannot_be_pressed_through_a_neighbour)
{
    Listing list;
    test::Screen screen([&](Ui& ui) { list.draw(ui); });
    Harness harness(screen, 400, 300);
    // row.4 lies under the foot button, below the edge of the list.
    ASSERT_TRUE(harness.click("foot"));
    EXPECT_EQ(list.pressed, -1);
}

TEST(Scroll, the_focus_keys_and_a_new_page_move_it)
{
    Listing list;
    test::Screen screen([&](Ui& ui) { list.draw(ui); });
    Harness harness(screen, 400, 300);
    for (int at = 0; at < 9; ++at)
        harness.key(Key::tab);
    EXPECT_EQ(harness.ui().focused(), "row.9");
    const Rect row = harness.tree().by_id("row.9")->rect;
    EXPECT_GE(row.y, 50);
    EXPECT_LE(row.bottom(), 250);
    harness.key(Key::end);
    EXPECT_EQ(list.offset, 1300);
    harness.key(Key::page_up);
    EXPECT_EQ(list.offset, 1120);
    list.page = "q";
    harness.settle();
    EXPECT_EQ(list.offset, 0);
}

TEST(Scroll, a_drag_moves_the_content_and_presses_nothing)
{
    auto faces = Faces::open();
    ASSERT_TRUE(faces);
    Surface surface(faces.value(), GlyphAtlas::Baking::off, ThemeName::light);
    Listing list;
    const auto settle = [&] {
        for (int at = 0; at < 6; ++at) {
            surface.begin_frame(0, 400, 300);
            list.draw(surface);
            surface.end_frame();
        }
        surface.mark_shown();
    };
    using enum InputEvent::Kind;
    settle();
    surface.input().push({.kind = press, .at = {50, 220}});
    settle();
    surface.input().push({.kind = move, .at = {50, 120}});
    settle();
    surface.input().push({.kind = release, .at = {50, 120}});
    settle();
    EXPECT_EQ(list.offset, 100);
    EXPECT_EQ(list.pressed, -1);
    surface.input().push({.kind = wheel, .at = {0, -1}});
    settle();
    EXPECT_EQ(list.offset, 148);
}

} // namespace rapport::shell
