#include <algorithm>
#include <cstring>

#include <gtest/gtest.h>

#include "app/shell/imgui_port.h"
#include "app/shell/surface.h"
#include "tests/shell/screen.h"

namespace rapport::shell {

using test::Screen;
using test::Sink;

TEST(TextField, takes_any_script_and_edits_by_code_points)
{
    TextEdit edit;
    int entered = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        if (ui.text_field("name", {10, 40, 300, 44}, edit, {.label = "Your name"})) ++entered;
    });
    Harness harness(screen, 400, 300);
    harness.type("Señor 你好");
    EXPECT_EQ(edit.text, "Señor 你好");
    EXPECT_EQ(harness.tree().by_name(Role::text_entry, "Your name")->value, "Señor 你好");
    harness.key(Key::backspace);
    harness.key(Key::home);
    harness.key(Key::right);
    harness.key(Key::right);
    harness.key(Key::del);
    harness.type("n");
    EXPECT_EQ(edit.text, "Senor 你");
    harness.key(Key::left);
    harness.key(Key::backspace);
    EXPECT_EQ(edit.text, "Snor 你");
    harness.key(Key::end);
    harness.key(Key::space);
    harness.type("x\x01\n");
    EXPECT_EQ(edit.text, "Snor 你 x") << "control characters are not text";
    harness.key(Key::enter);
    EXPECT_EQ(entered, 1);
}

TEST(TextField, letters_in_it_are_not_shortcuts)
{
    TextEdit edit;
    int sorted = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        if (ui.typed(U's') || ui.pressed(Key::slash) || ui.pressed(Key::left)) ++sorted;
        ui.text_field("name", {10, 40, 300, 44}, edit, {});
    });
    Harness harness(screen, 400, 300);
    harness.type("s/");
    harness.key(Key::left);
    EXPECT_EQ(edit.text, "s/");
    EXPECT_EQ(sorted, 0);
}

TEST(TextField, disabled_and_read_only_take_nothing_and_an_error_is_said)
{
    TextEdit off{.text = "Heron", .caret = 0};
    TextEdit fixed{.text = "R. Adeyemi", .caret = 0};
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        ui.text_field("off", {10, 40, 300, 44}, off, {.error = "No person has this code.", .enabled = false});
        ui.text_field("fixed", {10, 140, 300, 44}, fixed, {.read_only = true});
    });
    Harness harness(screen, 400, 300);
    EXPECT_FALSE(harness.click("off"));
    EXPECT_FALSE(harness.click("fixed"));
    harness.type("x");
    EXPECT_EQ(off.text, "Heron");
    EXPECT_EQ(fixed.text, "R. Adeyemi");
    EXPECT_EQ(harness.tree().by_id("off.error")->name, "No person has this code.");
    EXPECT_EQ(harness.tree().by_id("off.error")->role, Role::alert);
}

TEST(TextField, a_click_puts_the_caret_where_it_was_made)
{
    TextEdit edit{.text = "iiiiiiiiii", .caret = 0};
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        // Clicked in the middle, at x = 66: 40 px into words of 3.9 px a letter.
        ui.text_field("name", {10, 40, 112, 44}, edit, {});
    });
    Harness harness(screen, 400, 300);
    ASSERT_TRUE(harness.click("name"));
    EXPECT_EQ(edit.caret, edit.text.size());
    edit.text = "MMMM";
    ASSERT_TRUE(harness.click("name"));
    EXPECT_EQ(edit.caret, 3U);
}

TEST(SecretField, words_reach_the_sink_and_nothing_else)
{
    const std::string secret = "corréct-horse-77";
    auto faces = Faces::open();
    ASSERT_TRUE(faces);
    Surface surface(faces.value(), GlyphAtlas::Baking::off, ThemeName::light);
    Sink sink;
    bool entered = false;
    std::string everything;
    const auto settle = [&] {
        for (int at = 0; at < 60; ++at) {
            surface.begin_frame(0, 500, 300);
            surface.page("p", "P", "secret");
            entered = surface.secret_field("secret", {10, 40, 400, 48}, sink, {.label = "Passphrase"}) || entered;
            surface.end_frame();
            for (const Node& node : surface.tree().nodes())
                everything += node.id + node.name + node.value + node.group;
            ImGui::SetCurrentContext(surface.context());
            EXPECT_EQ(ImGui::GetIO().InputQueueCharacters.Size, 0);
        }
        surface.mark_shown();
    };
    settle();
    surface.input().type(secret, Ui::Input::keyboard);
    settle();
    EXPECT_EQ(sink.reveal(), secret);
    EXPECT_EQ(everything.find("corr"), std::string::npos);
    EXPECT_EQ(surface.tree().by_id("secret")->value.size(), 3 * 16U) << "a dot of three bytes for each";
    EXPECT_TRUE(surface.input().empty());

    surface.input().push({.kind = InputEvent::Kind::key_down, .key = Key::backspace});
    surface.input().push({.kind = InputEvent::Kind::key_down, .key = Key::enter});
    settle();
    EXPECT_EQ(sink.code_points(), 15U);
    EXPECT_TRUE(entered);
}

TEST(Input, keys_that_arrive_faster_than_frames_keep_their_order)
{
    InputQueue queue;
    const std::u32string letters = U"qwertzuiop";
    for (int round = 0; round < 40; ++round)
        for (const char32_t letter : letters)
            queue.push({.kind = InputEvent::Kind::character, .character = letter});
    std::optional<Point> pointer;
    std::size_t taken = 0;
    while (!queue.empty()) {
        const FrameInput frame = queue.take(0, pointer);
        EXPECT_EQ(frame.character, letters[taken++ % letters.size()]);
    }
    EXPECT_EQ(taken, 400U);
}

TEST(SecretField, shows_the_words_only_while_show_is_held)
{
    auto faces = Faces::open();
    ASSERT_TRUE(faces);
    struct Counting final : SecretSink {
        mutable int revealed = 0;
        void append(std::string_view) override {}
        void drop_last() override {}
        [[nodiscard]] std::size_t code_points() const override { return 3; }
        [[nodiscard]] std::string_view reveal() const override
        {
            ++revealed;
            return "abc";
        }
    } sink;
    Surface surface(faces.value(), GlyphAtlas::Baking::off, ThemeName::light);
    const auto settle = [&] {
        for (int at = 0; at < 8; ++at) {
            surface.begin_frame(0, 500, 300);
            surface.page("p", "P", {});
            surface.secret_field("secret", {10, 40, 400, 48}, sink, {});
            surface.end_frame();
        }
        surface.mark_shown();
    };
    settle();
    EXPECT_EQ(sink.revealed, 0);
    const Point at = surface.tree().by_id("secret.show")->rect.centre();
    surface.input().push({.kind = InputEvent::Kind::press, .at = at});
    settle();
    EXPECT_GT(sink.revealed, 0);
    surface.input().push({.kind = InputEvent::Kind::release, .at = at});
    settle();
    const int after = sink.revealed;
    settle();
    EXPECT_EQ(sink.revealed, after);

    surface.input().push({.kind = InputEvent::Kind::key_down, .key = Key::space});
    settle();
    EXPECT_GT(sink.revealed, after);
    surface.input().push({.kind = InputEvent::Kind::key_up, .key = Key::space});
    settle();
    const int let_go = sink.revealed;
    settle();
    EXPECT_EQ(sink.revealed, let_go);
}

namespace {

struct Choosing {
    std::vector<std::string> names = {"R. Adeyemi", "T. Nakamura", "J. Castellano"};
    std::size_t chosen = 0;
    int below = 0;
    int escapes = 0;
    Screen screen{[this](Ui& ui) {
        ui.page("p", "Page");
        if (const auto picked = ui.choice_field("who", {10, 40, 300, 44}, names, chosen, {.label = "Your name"}))
            chosen = *picked;
        if (ui.button("under", {10, 90, 300, 44}, "Under the list")) ++below;
        if (ui.pressed(Key::escape)) ++escapes;
    }};
    Harness harness{screen, 400, 400};
    std::string focused() { return std::string(harness.ui().focused()); }
};

} // namespace

TEST(ChoiceField, is_chosen_by_pointer_and_covers_what_lies_under_it)
{
    Choosing c;
    ASSERT_TRUE(c.harness.click("who"));
    ASSERT_NE(c.harness.tree().by_id("who.2"), nullptr);
    EXPECT_FALSE(c.harness.click("under"));
    ASSERT_TRUE(c.harness.click_named(Role::radio, "T. Nakamura"));
    EXPECT_EQ(c.chosen, 1U);
    EXPECT_EQ(c.harness.tree().by_id("who")->value, "T. Nakamura");
    EXPECT_EQ(c.harness.tree().by_id("who.0"), nullptr);
    EXPECT_EQ(c.below, 0);
    EXPECT_TRUE(c.harness.click("under"));
    EXPECT_EQ(c.below, 1);
}

TEST(ChoiceField, is_chosen_by_keyboard_and_escape_leaves_it_as_it_was)
{
    Choosing c;
    c.harness.key(Key::enter);
    EXPECT_EQ(c.focused(), "who.0");
    c.harness.key(Key::down);
    c.harness.key(Key::down);
    c.harness.key(Key::escape);
    EXPECT_EQ(c.chosen, 0U);
    EXPECT_EQ(c.escapes, 0) << "the list took it";
    EXPECT_EQ(c.focused(), "who");
    c.harness.key(Key::down);
    c.harness.key(Key::up);
    c.harness.key(Key::enter);
    EXPECT_EQ(c.chosen, 2U);
    EXPECT_EQ(c.focused(), "who");
    c.harness.key(Key::escape);
    EXPECT_EQ(c.escapes, 1);
}

TEST(ChoiceField, a_list_longer_than_the_window_is_reached_to_its_end)
{
    std::vector<std::string> names;
    for (int at = 0; at < 40; ++at)
        names.push_back("Person " + std::to_string(at));
    std::size_t chosen = 0;
    Screen screen([&](Ui& ui) {
        ui.page("p", "Page");
        if (const auto picked = ui.choice_field("who", {10, 40, 300, 44}, names, chosen, {})) chosen = *picked;
    });
    Harness harness(screen, 400, 400);
    ASSERT_TRUE(harness.click("who"));
    harness.key(Key::up);
    harness.key(Key::enter);
    EXPECT_EQ(chosen, 39U);
    ASSERT_TRUE(harness.click("who"));
    ASSERT_TRUE(harness.click("who.3"));
    EXPECT_EQ(chosen, 3U);
}

} // namespace rapport::shell
