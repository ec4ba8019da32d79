#include <gtest/gtest.h>

#include "app/shell/access/mirror.h"

namespace rapport::access {
namespace {

using shell::Node;
using shell::Role;

const shell::WindowPlace place{.x = 10, .y = 20, .width = 1280, .height = 800, .active = true};

std::vector<Node> unlock_page(std::string typed)
{
    return {{.id = "unlock", .role = Role::page, .name = "Unlock", .rect = {0, 0, 1280, 800}},
            {.id = "passphrase",
             .role = Role::secret_entry,
             .name = "Passphrase",
             .value = std::move(typed),
             .focusable = true,
             .focused = true,
             .rect = {100, 100, 300, 40}},
            {.id = "search",
             .role = Role::text_entry,
             .name = "Search",
             .value = "Señor",
             .focusable = true,
             .rect = {100, 200, 300, 40}}};
}

struct Child {
    AtkObject* object;
    explicit Child(AtkObject* parent, int at) : object(atk_object_ref_accessible_child(parent, at)) {}
    ~Child()
    {
        if (object != nullptr) g_object_unref(object);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
};

bool has(AtkObject* object, AtkStateType state)
{
    AtkStateSet* states = atk_object_ref_state_set(object);
    const bool yes = atk_state_set_contains_state(states, state) != FALSE;
    g_object_unref(states);
    return yes;
}

std::vector<shell::Wish> asked;

struct Shown {
    Mirror mirror{"Rapport", [](const shell::Wish& wish) { asked.push_back(wish); }};
    Shown() { asked.clear(); }
    Child frame{mirror.root(), 0};
};

TEST(Mirror, tells_that_a_secret_is_one_and_nothing_of_it)
{
    Shown shown;
    // Even a field that leaked what was typed would not be told on.
    shown.mirror.show(unlock_page("willow lantern"), place);
    const Child page(shown.frame.object, 0);
    const Child secret(page.object, 0);
    EXPECT_EQ(atk_object_get_role(secret.object), ATK_ROLE_PASSWORD_TEXT);
    EXPECT_STREQ(atk_object_get_name(secret.object), "Passphrase");
    EXPECT_FALSE(ATK_IS_TEXT(secret.object));
    EXPECT_FALSE(ATK_IS_VALUE(secret.object));
    EXPECT_STREQ(atk_object_get_description(secret.object), "");
    EXPECT_TRUE(has(secret.object, ATK_STATE_FOCUSED));
}

TEST(Outline, leaves_out_what_a_secret_holds)
{
    for (const Entry& entry : outline(unlock_page("willow lantern")))
        EXPECT_EQ(entry.node.value.find("willow"), std::string::npos) << entry.key;
}

TEST(Mirror, reads_text_by_letter_word_and_line_in_any_script)
{
    Shown shown;
    auto nodes = unlock_page("");
    nodes.push_back({.id = "line", .role = Role::text, .name = "El señor 你好 dijo", .rect = {0, 0, 10, 10}});
    shown.mirror.show(nodes, place);
    const Child page(shown.frame.object, 0);
    const Child line(page.object, 2);
    AtkText* text = ATK_TEXT(line.object);
    EXPECT_EQ(atk_text_get_character_count(text), 16);
    EXPECT_EQ(atk_text_get_character_at_offset(text, 9), 0x4F60U);
    const auto said = [text](int offset, AtkTextGranularity by) {
        int from = -1;
        int to = -1;
        gchar* words = atk_text_get_string_at_offset(text, offset, by, &from, &to);
        std::string copy = words;
        g_free(words);
        return copy + "|" + std::to_string(from) + "|" + std::to_string(to);
    };
    EXPECT_EQ(said(5, ATK_TEXT_GRANULARITY_WORD), "señor |3|9");
    EXPECT_EQ(said(3, ATK_TEXT_GRANULARITY_WORD), "señor |3|9");
    EXPECT_EQ(said(10, ATK_TEXT_GRANULARITY_CHAR), "好|10|11");
    EXPECT_EQ(said(10, ATK_TEXT_GRANULARITY_LINE), "El señor 你好 dijo|0|16");
}

TEST(Mirror, keeps_a_thing_while_its_page_stays_and_lets_go_of_it_with_the_page)
{
    Shown shown;
    shown.mirror.show(unlock_page(""), place);
    const Child page(shown.frame.object, 0);
    const Child before(page.object, 1);
    auto nodes = unlock_page("");
    nodes[2].value = "Señora";
    shown.mirror.show(nodes, place);
    const Child after(page.object, 1);
    EXPECT_EQ(before.object, after.object);
    AtkText* text = ATK_TEXT(after.object);
    gchar* words = atk_text_get_text(text, 0, -1);
    EXPECT_STREQ(words, "Señora");
    g_free(words);

    shown.mirror.show({{.id = "cover", .role = Role::page, .name = "Paused", .rect = {0, 0, 1280, 800}}}, place);
    EXPECT_TRUE(has(before.object, ATK_STATE_DEFUNCT));
    EXPECT_TRUE(has(page.object, ATK_STATE_DEFUNCT));
    EXPECT_STREQ(atk_object_get_name(before.object), "");
    EXPECT_EQ(atk_text_get_character_count(ATK_TEXT(before.object)), 0);
    EXPECT_FALSE(atk_component_grab_focus(ATK_COMPONENT(before.object)));
    EXPECT_TRUE(asked.empty());
    EXPECT_EQ(atk_object_get_n_accessible_children(shown.frame.object), 1);
}

TEST(Mirror, asks_in_the_name_of_the_screen_it_was_asked_on)
{
    Shown shown;
    const auto nodes = unlock_page("");
    shown.mirror.show(nodes, place);
    const Child page(shown.frame.object, 0);
    const Child entry(page.object, 1);
    EXPECT_TRUE(atk_component_grab_focus(ATK_COMPONENT(entry.object)));
    EXPECT_TRUE(atk_action_do_action(ATK_ACTION(entry.object), 0));
    EXPECT_FALSE(atk_action_do_action(ATK_ACTION(entry.object), 1));
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[0].kind, shell::Wish::Kind::focus);
    EXPECT_EQ(asked[1].id, "search");
    EXPECT_EQ(asked[1].screen, shell::screen_mark(nodes));
}

TEST(Mirror, places_things_on_the_window_and_on_the_screen)
{
    Shown shown;
    shown.mirror.show(unlock_page(""), place);
    const Child page(shown.frame.object, 0);
    const Child entry(page.object, 1);
    int x = 0, y = 0, width = 0, height = 0;
    atk_component_get_extents(ATK_COMPONENT(entry.object), &x, &y, &width, &height, ATK_XY_SCREEN);
    EXPECT_EQ(std::vector({x, y, width, height}), std::vector({110, 220, 300, 40}));
    atk_component_get_extents(ATK_COMPONENT(entry.object), &x, &y, &width, &height, ATK_XY_WINDOW);
    EXPECT_EQ(std::vector({x, y, width, height}), std::vector({100, 200, 300, 40}));
}

TEST(ScreenMark, tells_two_questions_of_one_page_apart)
{
    const auto question = [](std::string progress) {
        return std::vector<Node>{{.id = "question", .role = Role::page, .name = "The same words"},
                                 {.id = "progress", .role = Role::progress, .name = "p", .value = std::move(progress)}};
    };
    EXPECT_NE(shell::screen_mark(question("4 of 20")), shell::screen_mark(question("5 of 20")));
    EXPECT_EQ(shell::screen_mark(question("4 of 20")), shell::screen_mark(question("4 of 20")));
}

} // namespace
} // namespace rapport::access
