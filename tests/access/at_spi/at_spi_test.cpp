// What a screen reader is told of the real kiosk, and what it can do there. Needs the bus that on_a_bus.sh makes.
#include <algorithm>
#include <cstdlib>
#include <map>

#include "tests/access/at_spi/kiosk.h"
#include "tests/access/at_spi/reader.h"
#include "tests/access/at_spi/same_screen.h"

namespace rapport::access::test {
namespace {

std::string question_of(Reader& reader, const std::string& not_this)
{
    return reader
        .wait_for("question",
                  [&](const Object& object) { return object.name != not_this && object.role == ATSPI_ROLE_HEADING; })
        .name;
}

void to_first_question(Reader& reader)
{
    ASSERT_TRUE(reader.press(reader.wait_for("welcome.begin")));
    ASSERT_TRUE(reader.press(reader.wait_for("part.start")));
    ASSERT_EQ(reader.wait_for("progress").most, 20);
}

int answer_to(int item)
{
    return (item * 7 + 3) % 5;
}

const Heard* find(const std::vector<Heard>& heard, const std::string& type, const std::string& name, int detail)
{
    const auto found = std::ranges::find_if(
        heard, [&](const Heard& one) { return one.type == type && one.name == name && one.detail == detail; });
    return found == heard.end() ? nullptr : &*found;
}

} // namespace

TEST(ScreenReader, is_told_each_page_as_it_is_shown)
{
    Kiosk kiosk;
    Reader reader(kiosk.process);
    ASSERT_TRUE(reader.attach()) << "the kiosk is not on the accessibility bus";
    expect_same_screen(reader, *kiosk.screen);
    ASSERT_TRUE(kiosk.screen->click("welcome.begin"));
    expect_same_screen(reader, *kiosk.screen);
    ASSERT_TRUE(kiosk.screen->click("part.start"));
    expect_same_screen(reader, *kiosk.screen);
    ASSERT_TRUE(kiosk.screen->click("option.2"));
    expect_same_screen(reader, *kiosk.screen);
    ASSERT_TRUE(kiosk.screen->resize(800, 1280));
    expect_same_screen(reader, *kiosk.screen);
    ASSERT_TRUE(kiosk.screen->click("decline"));
    expect_same_screen(reader, *kiosk.screen);
    ASSERT_TRUE(kiosk.screen->click("moment"));
    expect_same_screen(reader, *kiosk.screen);
}

TEST(ScreenReader, answers_a_whole_pcl5_by_itself)
{
    Kiosk kiosk;
    Reader reader(kiosk.process);
    ASSERT_TRUE(reader.attach());
    to_first_question(reader);
    std::string question;
    for (int item = 1; item <= 20; ++item) {
        question = question_of(reader, question);
        ASSERT_FALSE(question.empty()) << item;
        const std::string option = "option." + std::to_string(answer_to(item));
        ASSERT_TRUE(reader.press(reader.wait_for(option))) << item;
        const Object chosen = reader.wait_for(option, [](const Object& one) { return one.is(ATSPI_STATE_CHECKED); });
        ASSERT_EQ(chosen.id, option) << item;
        EXPECT_EQ(reader.wait_for("progress").most, 20);
        ASSERT_TRUE(
            reader.press(reader.wait_for("next", [](const Object& one) { return one.is(ATSPI_STATE_ENABLED); })));
    }
    ASSERT_TRUE(reader.press(reader.wait_for("review.go_on")));
    ASSERT_EQ(reader.wait_for("handback.staff").role, ATSPI_ROLE_PUSH_BUTTON);

    const std::vector<Object> left = reader.everything();
    EXPECT_FALSE(any_says(left, question));
    EXPECT_FALSE(any_says(left, "of 20"));

    const sealed::OpenedSession kept = kiosk.handover.read(kiosk.folder.inbox());
    std::map<int, int> answers;
    for (const sealed::Act& act : kept.acts) {
        if (act.kind != sealed::ActKind::answered) continue;
        answers[std::atoi(act.item.c_str())] = act.value;
        EXPECT_EQ(act.input, sealed::InputMethod::program);
    }
    ASSERT_EQ(answers.size(), 20U);
    for (int item = 1; item <= 20; ++item)
        EXPECT_EQ(answers[item], answer_to(item)) << item;
}

TEST(ScreenReader, hears_the_page_turn_the_focus_move_and_the_answer_stand)
{
    Kiosk kiosk;
    Reader reader(kiosk.process);
    ASSERT_TRUE(reader.attach());
    to_first_question(reader);
    const std::string question = question_of(reader, "");
    const Object option = reader.wait_for("option.1");
    EXPECT_EQ(option.name, "A little bit"); // PCL-5's own words
    reader.listen_for(200);
    reader.heard.clear();

    EXPECT_TRUE(reader.focus(reader.wait_for("option.3")));
    reader.listen_for(200);
    EXPECT_NE(find(reader.heard, "object:state-changed:focused", "Quite a bit", 1), nullptr);
    EXPECT_TRUE(reader.press(option));
    reader.listen_for(300);
    EXPECT_NE(find(reader.heard, "object:state-changed:checked", "A little bit", 1), nullptr);

    reader.heard.clear();
    EXPECT_TRUE(reader.press(reader.wait_for("next", [](const Object& one) { return one.is(ATSPI_STATE_ENABLED); })));
    const std::string second = question_of(reader, question);
    reader.listen_for(300);
    const auto came = std::ranges::find(reader.heard, "object:children-changed:add", &Heard::type);
    EXPECT_NE(came, reader.heard.end());
    const auto focused = std::ranges::find_if(reader.heard, [](const Heard& one) {
        return one.type == "object:state-changed:focused" && one.detail == 1 && one.role == ATSPI_ROLE_RADIO_BUTTON;
    });
    EXPECT_NE(focused, reader.heard.end());
    const Object now = reader.wait_for("option.0");
    EXPECT_EQ(now.parent_role, ATSPI_ROLE_GROUPING);
    EXPECT_EQ(now.position + " of " + now.set_size, "1 of 5");
    // The reader says the page's name as the focus comes into it: that is the question.
    const auto all = reader.everything();
    const auto page = std::ranges::find(all, ATSPI_ROLE_PANEL, &Object::role);
    ASSERT_NE(page, all.end());
    EXPECT_EQ(page->name, second);
}

TEST(ScreenReader, can_do_no_more_than_a_hand)
{
    Kiosk kiosk;
    Reader reader(kiosk.process);
    ASSERT_TRUE(reader.attach());
    to_first_question(reader);
    const std::string first = question_of(reader, "");

    // Next does nothing before there is an answer, whatever the bus says of the asking.
    EXPECT_EQ(reader.wait_for("next").actions, 0);
    static_cast<void>(reader.press(reader.wait_for("next")));
    reader.listen_for(100);
    EXPECT_EQ(question_of(reader, ""), first);

    // What was held in the hand on one question does nothing on the next.
    const Object held = reader.wait_for("option.4");
    EXPECT_TRUE(reader.press(reader.wait_for("option.1")));
    EXPECT_TRUE(reader.press(reader.wait_for("next", [](const Object& one) { return one.is(ATSPI_STATE_ENABLED); })));
    ASSERT_FALSE(question_of(reader, first).empty());
    static_cast<void>(reader.press(held));
    reader.listen_for(200);
    for (const Object& object : reader.everything())
        EXPECT_FALSE(object.is(ATSPI_STATE_CHECKED)) << object.id;
    for (const sealed::Act& act : kiosk.handover.read(kiosk.folder.drafts()).acts)
        EXPECT_TRUE(act.kind != sealed::ActKind::answered || act.value == 1);
}

TEST(ScreenReader, hears_keys_first_and_keeps_its_own_commands)
{
    constexpr unsigned down = 0xFF54;
    constexpr unsigned space = 0x20;
    Kiosk kiosk;
    Reader reader(kiosk.process);
    ASSERT_TRUE(reader.attach());
    to_first_question(reader);
    EXPECT_TRUE(reader.wait_for("option.0").is(ATSPI_STATE_FOCUSED));
    reader.take_key(space);
    reader.strike(down);
    EXPECT_TRUE(reader.wait_for("option.1").is(ATSPI_STATE_FOCUSED));
    reader.strike(space);
    EXPECT_FALSE(reader.wait_for("option.1").is(ATSPI_STATE_CHECKED));
    EXPECT_EQ(reader.keys, (std::vector<unsigned>{down, space}));
    reader.take_key(0);
    reader.strike(space);
    EXPECT_TRUE(reader.wait_for("option.1").is(ATSPI_STATE_CHECKED));
}

TEST(ScreenReader, finds_nothing_of_the_person_on_the_cover)
{
    Kiosk kiosk;
    Reader reader(kiosk.process);
    ASSERT_TRUE(reader.attach());
    to_first_question(reader);
    const std::string question = question_of(reader, "");
    EXPECT_TRUE(reader.press(reader.wait_for("option.3")));
    ASSERT_TRUE(reader.press(reader.wait_for("pause")));
    ASSERT_FALSE(reader.wait_for("cover.touch").id.empty());
    const std::vector<Object> covered = reader.everything();
    EXPECT_FALSE(any_says(covered, question));
    EXPECT_FALSE(any_says(covered, "Quite a bit"));
    EXPECT_FALSE(any_says(covered, "of 20"));
    for (const Object& object : covered)
        EXPECT_FALSE(object.is(ATSPI_STATE_CHECKED));
}

TEST(ScreenReader, that_reads_everything_wakes_nobody)
{
    Kiosk kiosk;
    EXPECT_TRUE(kiosk.has_thread("screen-reader"));
    Reader reader(kiosk.process);
    ASSERT_TRUE(reader.attach());
    reader.listen_for(300);
    const long before = kiosk.wake_ups();
    ASSERT_GT(before, 0);
    for (int times = 0; times < 5; ++times)
        EXPECT_GT(reader.everything().size(), 3U);
    EXPECT_EQ(kiosk.wake_ups(), before);
}

TEST(ScreenReader, that_is_not_there_costs_no_thread)
{
    const char* const bus = std::getenv("DBUS_SESSION_BUS_ADDRESS");
    ASSERT_NE(bus, nullptr);
    const std::string address = bus;
    ::setenv("DBUS_SESSION_BUS_ADDRESS", "", 1);
    Kiosk kiosk;
    ::setenv("DBUS_SESSION_BUS_ADDRESS", address.c_str(), 1);
    EXPECT_FALSE(kiosk.has_thread("screen-reader"));
}

} // namespace rapport::access::test
