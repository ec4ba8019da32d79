// Everything a person (or a child, or a sleeve) can do to the tablet short of answering: keys with every modifier,
// gestures, requests to the window. None may reach a staff view, a shell or a file dialog, end the program, start
// another, put a word on the clipboard, or change an answer.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "app/shell/strings/strings.h"
#include "tests/end_to_end/one_kiosk.h"
#include "tests/end_to_end/outside.h"

namespace {

using namespace rapport;
using test::Outside;
using test::Spot;

constexpr int width = 1280;
constexpr int height = 800;

/// Pages a patient may be on; the rest of the program's pages need a login, and are in another program.
const std::set<std::string> patients_pages = {
    "welcome", "instructions", "question", "confirm_decline", "review", "reading", "about", "moment", "cover"};

struct Trial {
    std::string name;
    std::function<void(Outside&, unsigned long)> act;
};

std::string joined(const std::vector<std::string>& keys)
{
    std::string name;
    for (const std::string& key : keys)
        name += (name.empty() ? "" : "+") + key;
    return name;
}

void add_keys(std::vector<Trial>& trials, const std::vector<std::string>& keys)
{
    trials.push_back({joined(keys), [keys](Outside& hand, unsigned long) { static_cast<void>(hand.chord(keys)); }});
}

std::vector<Trial> key_trials()
{
    std::vector<Trial> trials;
    const std::vector<std::vector<std::string>> modifiers = {{},
                                                             {"Control_L"},
                                                             {"Alt_L"},
                                                             {"Super_L"},
                                                             {"Shift_L"},
                                                             {"Control_L", "Alt_L"},
                                                             {"Control_L", "Shift_L"},
                                                             {"Alt_L", "Shift_L"}};
    for (const auto& held : modifiers)
        for (int number = 1; number <= 12; ++number) {
            auto keys = held;
            keys.push_back("F" + std::to_string(number));
            add_keys(trials, keys);
        }
    for (const char* letter :
         {"a", "b", "c", "d", "f", "h", "i", "j", "l", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "z"}) {
        add_keys(trials, {"Control_L", letter});
        add_keys(trials, {"Control_L", "Shift_L", letter});
    }
    for (const char* key : {"Tab", "Delete", "BackSpace", "t", "l"})
        add_keys(trials, {"Control_L", "Alt_L", key});
    for (const char* key : {"l", "d", "r", "e", "a", "x", "p", "v", "period"})
        add_keys(trials, {"Super_L", key});
    for (const char* key : {"Escape", "grave", "f", "d"})
        add_keys(trials, {"Alt_L", key});
    for (const char* key : {"Print",
                            "Menu",
                            "Pause",
                            "Super_L",
                            "Super_R",
                            "Alt_L",
                            "Control_L",
                            "Insert",
                            "Escape",
                            "slash",
                            "grave",
                            "a",
                            "z",
                            "KP_Add",
                            "Help",
                            "Undo",
                            "XF86HomePage",
                            "XF86Mail",
                            "XF86Explorer",
                            "XF86Calculator",
                            "XF86PowerOff",
                            "XF86Sleep",
                            "XF86AudioMute"})
        add_keys(trials, {key});
    add_keys(trials, {"Shift_L", "Insert"});
    add_keys(trials, {"Control_L", "Insert"});
    add_keys(trials, {"Shift_L", "Delete"});
    add_keys(trials, {"Shift_L", "Print"});
    add_keys(trials, {"Alt_L", "Print"});
    add_keys(trials, {"Alt_L", "Print", "k"});
    add_keys(trials, {"Control_L", "Escape"});
    add_keys(trials, {"Control_L", "Shift_L", "Escape"});
    return trials;
}

std::vector<Trial> gesture_trials()
{
    std::vector<Trial> trials;
    const std::map<std::string, Spot> edges = {{"left", {0, height / 2}},
                                               {"right", {width - 1, height / 2}},
                                               {"top", {width / 2, 0}},
                                               {"bottom", {width / 2, height - 1}},
                                               {"top left", {0, 0}},
                                               {"top right", {width - 1, 0}},
                                               {"bottom left", {0, height - 1}},
                                               {"bottom right", {width - 1, height - 1}}};
    for (const auto& [name, from] : edges) {
        trials.push_back({"drag from " + name, [from = from](Outside& hand, unsigned long) {
                              hand.drag(from.x, from.y, width / 2, height / 2);
                          }});
        trials.push_back({"drag across from " + name, [from = from](Outside& hand, unsigned long) {
                              hand.drag(from.x, from.y, width - 1 - from.x, height - 1 - from.y);
                          }});
        for (const int times : {2, 3})
            trials.push_back({std::to_string(times) + " clicks at " + name, [from = from, times](Outside& hand, auto) {
                                  for (int time = 0; time < times; ++time)
                                      hand.click(from.x, from.y);
                              }});
        trials.push_back({"long press at " + name, [from = from](Outside& hand, unsigned long) {
                              hand.move(from.x, from.y);
                              hand.press();
                              hand.sync();
                              std::this_thread::sleep_for(std::chrono::milliseconds(700));
                              hand.release();
                              hand.sync();
                          }});
    }
    // Over the answers, with all buttons but the first, and held until the finger has gone elsewhere.
    for (const unsigned button : {2U, 3U, 4U, 5U, 8U, 9U})
        trials.push_back({"button " + std::to_string(button) + " on an answer",
                          [button](Outside& hand, unsigned long) { hand.click(width / 2, 500, button); }});
    trials.push_back({"long press on an answer, let go elsewhere", [](Outside& hand, unsigned long) {
                          hand.move(width / 2, 500);
                          hand.press();
                          std::this_thread::sleep_for(std::chrono::milliseconds(1200));
                          hand.move(40, 400);
                          hand.release();
                          hand.sync();
                      }});
    for (const int x : {160, 640, 1100})
        trials.push_back({"triple click on the words at " + std::to_string(x), [x](Outside& hand, unsigned long) {
                              for (int time = 0; time < 3; ++time)
                                  hand.click(x, 150);
                          }});
    trials.push_back({"drag over the words, as to mark them", [](Outside& hand, unsigned long) {
                          hand.drag(130, 140, 1100, 170);
                          static_cast<void>(hand.chord({"Control_L", "c"}));
                      }});
    return trials;
}

std::vector<Trial> window_trials()
{
    using Id = unsigned long;
    std::vector<Trial> trials;
    for (int time = 0; time < 3; ++time)
        trials.push_back({"asked to close", [](Outside& hand, Id window) { hand.ask_to_close(window); }});
    trials.push_back({"asked to go small", [](Outside& hand, Id window) { hand.ask_to_iconify(window); }});
    for (const char* state : {"_NET_WM_STATE_HIDDEN", "_NET_WM_STATE_BELOW", "_NET_WM_STATE_SHADED",
                              "_NET_WM_STATE_MAXIMIZED_VERT", "_NET_WM_STATE_SKIP_TASKBAR"})
        trials.push_back({state, [state](Outside& hand, Id window) { hand.ask_for_state(window, state, true); }});
    trials.push_back({"asked out of full screen",
                      [](Outside& hand, Id window) { hand.ask_for_state(window, "_NET_WM_STATE_FULLSCREEN", false); }});
    trials.push_back({"made small and back", [](Outside& hand, Id window) {
                          hand.put(window, {100, 100, 640, 480});
                          std::this_thread::sleep_for(std::chrono::milliseconds(100));
                          hand.put(window, {0, 0, width, height});
                      }});
    trials.push_back({"moved off the screen and back", [](Outside& hand, Id window) {
                          hand.put(window, {3000, 3000, width, height});
                          hand.put(window, {0, 0, width, height});
                      }});
    trials.push_back({"taken off the screen and back", [](Outside& hand, Id window) {
                          hand.unmap(window);
                          hand.map(window);
                      }});
    trials.push_back({"another window over it that takes the focus", [](Outside& hand, Id window) {
                          const Id other = hand.open_other({0, 0, width, height});
                          hand.take_focus(other);
                          static_cast<void>(hand.chord({"Return"}));
                          hand.close_other(other);
                          hand.take_focus(window);
                      }});
    for (const char* address : {"file:///etc/passwd\r\n", "https://example.org/\r\n"})
        trials.push_back({std::string("dropped on it: ") + address,
                          [address](Outside& hand, Id window) { hand.drop_file(window, address); }});
    return trials;
}

struct Answers {
    std::map<std::string, int> given;
    int acts = 0;
    friend bool operator==(const Answers&, const Answers&) = default;
};

Answers on_disk(const test::OneClinic& clinic)
{
    Answers found;
    for (const sealed::Act& act : clinic.read().acts) {
        if (act.kind == sealed::ActKind::answered) found.given[act.item] = act.value;
        if (act.kind == sealed::ActKind::cleared || act.kind == sealed::ActKind::declined) found.given.erase(act.item);
        found.acts += act.kind == sealed::ActKind::answered ? 1 : 0;
    }
    return found;
}

int children_of(pid_t process)
{
    int count = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
        std::ifstream children(task.path() / "children");
        for (pid_t child = 0; children >> child;)
            ++count;
    }
    return count;
}

/// Back on the question, whatever page of the patient's own a key has led to.
void go_back(test::OneKiosk& kiosk)
{
    for (int step = 0; step < 4; ++step) {
        const auto page = kiosk.screen->page();
        ASSERT_TRUE(page.ok());
        if (*page == "question") return;
        for (const char* way : {"cover.touch", "moment.return", "sheet.done", "decline.keep"}) {
            const auto found = kiosk.screen->find(way);
            if (found.ok() && *found) static_cast<void>(kiosk.screen->click(way));
        }
    }
}

} // namespace

TEST(Escape, no_key_no_gesture_and_no_request_gets_a_patient_out)
{
    ASSERT_TRUE(sealed::prepare_process().ok());
    Outside hand;
    const test::OneClinic clinic({"pcl-5"}, false);
    test::OneKiosk kiosk(clinic.job, "1280x800", true);
    ASSERT_TRUE(kiosk.screen->click("welcome.begin").ok());
    ASSERT_TRUE(kiosk.screen->click("part.start").ok());
    for (const char* option : {"option.1", "option.3", "option.0", "option.4", "option.2"}) {
        ASSERT_TRUE(kiosk.screen->click(option).ok());
        ASSERT_TRUE(kiosk.screen->click("next").ok());
    }
    const auto window = hand.window_of(kiosk.process);
    ASSERT_TRUE(window.has_value());
    hand.take_focus(window->id);
    const std::string progress = kiosk.node("progress").value;
    const Answers before = on_disk(clinic);
    ASSERT_EQ(before.given.size(), 5U);
    const auto windows_before = hand.windows().size();

    std::vector<Trial> trials = key_trials();
    for (auto more : {gesture_trials(), window_trials()})
        trials.insert(trials.end(), more.begin(), more.end());
    ASSERT_GE(trials.size(), 200U);
    for (const Trial& trial : trials) {
        SCOPED_TRACE(trial.name);
        trial.act(hand, window->id);
        const auto page = kiosk.screen->page();
        ASSERT_TRUE(kiosk.runs()) << "the program ended";
        ASSERT_TRUE(page.ok()) << "the program does not answer";
        ASSERT_TRUE(patients_pages.contains(*page)) << *page;
        const auto now = hand.window_of(kiosk.process);
        ASSERT_TRUE(now.has_value());
        ASSERT_EQ(now->title, strings::say("kiosk.title"));
        ASSERT_EQ(now->name + " " + now->clazz, window->name + " " + window->clazz);
        ASSERT_EQ(hand.windows().size(), windows_before) << "a window more, or one less";
        ASSERT_EQ(children_of(kiosk.process), 0) << "another program was started";
        ASSERT_FALSE(hand.is_owned("CLIPBOARD"));
        ASSERT_FALSE(hand.is_owned("PRIMARY"));
        go_back(kiosk);
        ASSERT_EQ(kiosk.node("progress").value, progress) << "another question";
        ASSERT_EQ(on_disk(clinic), before) << "an answer changed";
    }
    const Outside::Window after = *hand.window_of(kiosk.process);
    EXPECT_EQ(after.at.width, width);
    EXPECT_EQ(after.at.height, height);
    // And the person goes on: the next answer is kept.
    ASSERT_TRUE(kiosk.screen->click("option.1").ok());
    EXPECT_EQ(on_disk(clinic).given.size(), 6U);
    std::printf("%zu trials, none got out\n", trials.size());
}
