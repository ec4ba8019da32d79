#include <gtest/gtest.h>

#include "app/desk/top_bar.h"
#include "app/shell/program.h"

namespace rapport::desk::test {

namespace {

/// The bar alone, for a role the demo clinics have no user of.
class BarProgram final : public shell::Program {
public:
    explicit BarProgram(TopBarView view) : view_(std::move(view)) {}
    void frame(shell::Ui& ui) override
    {
        ui.page("bar", "Bar");
        if (auto asked = draw_top_bar(ui, view_, state_, Page::release)) intent = std::move(asked);
    }
    [[nodiscard]] bool done() const override { return false; }

    std::optional<Intent> intent;

private:
    TopBarView view_;
    TopBarState state_;
};

} // namespace

TEST(DeskTopBar, a_researcher_has_no_people_no_work_list_and_no_search)
{
    BarProgram program({"S. Whitfield, researcher", false});
    shell::Harness harness(program, 1440, 900);
    EXPECT_EQ(harness.tree().by_id("tab.worklist"), nullptr);
    EXPECT_EQ(harness.tree().by_id("tab.people"), nullptr);
    EXPECT_EQ(harness.tree().by_id("find"), nullptr);
    ASSERT_NE(harness.tree().by_id("tab.release"), nullptr);
    harness.key(shell::Key::slash);
    EXPECT_FALSE(program.intent.has_value());
    EXPECT_TRUE(harness.click("lock"));
    ASSERT_TRUE(program.intent.has_value());
    EXPECT_TRUE(std::holds_alternative<LockWanted>(*program.intent));
}

TEST(DeskTopBar, everything_keeps_its_place_down_to_640_pixels)
{
    BarProgram program({"R. Adeyemi", true});
    for (const int width : {640, 800, 1024, 1280, 1920}) {
        shell::Harness harness(program, width, 700);
        const shell::Node* before = nullptr;
        for (const shell::Node& node : harness.tree().nodes()) {
            if (!node.focusable) continue;
            EXPECT_LE(node.rect.right(), static_cast<float>(width)) << node.id;
            if (before != nullptr) {
                EXPECT_GE(node.rect.x, before->rect.right()) << before->id << " and " << node.id << " at " << width;
            }
            before = &node;
        }
    }
}

} // namespace rapport::desk::test
